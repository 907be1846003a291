using System.Data;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Guards against a bug: Npgsql takes a statement for prepared if PostgreSQL parsed it but failed before it described the
/// columns. The next run on that connection would report an error after its changes were committed
/// (https://github.com/npgsql/npgsql/issues/6391). So when a step fails, its connection forgets what it has prepared.
/// </summary>
internal static class PreparedStatements
{
    public static void ForgetPrepared(this NpgsqlConnection connection)
    {
        if (connection.State is ConnectionState.Open && new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare > 0)
        {
            // Npgsql has no asynchronous form of this. It is one short exchange.
            connection.UnprepareAll();
        }
    }
}
