using Cardea.Tokens;
using Npgsql;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A revocation whose transaction has begun, and is committed when the test says so.</summary>
internal sealed class LateRevocation : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LateRevocation(NpgsqlConnection connection, NpgsqlTransaction transaction, SessionId id) =>
        (_connection, _transaction, Id) = (connection, transaction, id);

    public SessionId Id { get; }

    public static async Task<LateRevocation> BeginAsync(PostgreSqlTestDatabase database, SessionId id)
    {
        var connection = await database.Superuser.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO cardea.revocations (session_id, lowest_recalls, life, expires_at) VALUES (@id, 1, interval '1 h', now())";
        command.Parameters.AddWithValue("@id", id.Value);
        await command.ExecuteNonQueryAsync();
        return new(connection, transaction, id);
    }

    public Task CommitAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
