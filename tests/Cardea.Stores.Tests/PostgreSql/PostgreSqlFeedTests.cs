using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Testing;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Transactions become visible in another order than they began in; clusters count them on their own.</summary>
public sealed class PostgreSqlFeedTests : StoreTests<PostgreSqlTestDatabase>
{
    [Fact]
    public async Task A_revocation_that_becomes_visible_late_is_not_missed()
    {
        var late = SessionId.Create(Clock.GetUtcNow() + Options.SessionLifetime);
        await using var connection = await Database.Superuser.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO cardea.revocations (session_id, lowest_generation, expires_at) VALUES (@id, 1, @expires_at)";
        command.Parameters.AddWithValue("@id", late.Value);
        command.Parameters.AddWithValue("@expires_at", Clock.GetUtcNow() + Options.RevocationLifetime);
        await command.ExecuteNonQueryAsync(Stop);

        var early = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(early.SessionId, Alice, EndReason.LoggedOut, Stop);
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        Assert.Equal([early.SessionId], page.Revocations.Select(revoked => revoked.SessionId));
        await transaction.CommitAsync(Stop);

        page = await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop);

        Assert.Contains(page.Revocations, revoked => revoked.SessionId == late);
    }

    [Fact]
    public async Task A_cursor_of_another_cluster_reads_everything_again()
    {
        await using var other = await PostgreSqlCluster.StartAsync();
        await other.ExecuteAsync("postgres", $"CREATE DATABASE other OWNER {PostgreSqlCluster.User}");
        await using var restored = new Node(other.ConnectionString("other"), Options, Clock);
        await restored.Schema.MigrateAsync(Stop);
        var session = NewSession(Alice);
        await restored.Sessions.CreateAsync(session, Stop);
        await restored.Sessions.EndAsync(session.Id, Alice, EndReason.LoggedOut, Stop);
        var cursor = (await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop)).Cursor;

        // Far ahead of what the other cluster has counted to.
        for (var i = 0; i < 100; i++)
        {
            await Database.ExecuteAsync("SELECT pg_current_xact_id()");
        }

        cursor = (await Node.Sessions.ReadRevocationsAsync(cursor, Stop)).Cursor;

        Assert.Equal([session.Id], (await restored.Sessions.ReadRevocationsAsync(cursor, Stop)).Revocations.Select(revoked => revoked.SessionId));
    }
}
