using System.Data;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// What a connection has prepared, when a step fails. A statement that PostgreSQL parsed, and gave up before it had described
/// its columns, counts as prepared for Npgsql; whoever ran it next on that connection would have its rows taken for an error,
/// after they were committed (https://github.com/npgsql/npgsql/issues/6391).
/// </summary>
internal static class PreparedStatements
{
    /// <summary>Runs a step. If it fails, the connection forgets what it has prepared: it is prepared anew when it is needed.</summary>
    public static async Task<T> TryAsync<T>(
        this NpgsqlConnection connection, Func<NpgsqlConnection, CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step(connection, cancellationToken);
        }
        catch (Exception) when (connection.State is ConnectionState.Open && HasPrepared(connection))
        {
            // There is no asynchronous one. It is one short exchange.
            connection.UnprepareAll();
            throw;
        }
    }

    private static bool HasPrepared(NpgsqlConnection connection) => new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare > 0;
}
