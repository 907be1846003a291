using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The clock of a node is wrong by two minutes: tokens are issued as of the database's time, whatever the outcome.</summary>
public sealed class PostgreSqlClockTests : StoreTests<PostgreSqlTestDatabase>
{
    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_grant_is_of_the_time_of_the_database()
    {
        // A start would refuse such a search path. This one comes later.
        await using (var migrating = new Node(Database.ConnectionString, Options, TimeProvider.System))
        {
            await migrating.Schema.MigrateAsync(Stop);
        }

        await Database.ExecuteAsync("CREATE SCHEMA skewed");
        await Database.ExecuteAsync("GRANT USAGE ON SCHEMA skewed TO PUBLIC");
        await Database.ExecuteAsync("CREATE FUNCTION skewed.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT pg_catalog.statement_timestamp() + interval ''2 minutes'''");
        await Database.ExecuteAsync($"ALTER ROLE cardea IN DATABASE {Database.Name} SET search_path = skewed, pg_catalog");
        Options.RefreshGrace = TimeSpan.FromSeconds(30);
        await using var node = new Node(Database.ConnectionString, Options, TimeProvider.System);
        var first = Key.Begin(SessionId.Create(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1)));
        var session = Cardea.Sessions.NewSession.Of(
            first, new(Alice, TimeProvider.System.GetUtcNow(), ["pwd"], Roles: null), new(null, null, null), null, 0, SecurityEventKind.SignedIn, TimeProvider.System.GetUtcNow());

        AssertDatabaseTime(Assert.IsType<SessionCreation.Created>(await node.Sessions.CreateAsync(session, Stop)).At);
        AssertDatabaseTime<RotationOutcome.Rotated>(await node.Rotations.RotateAsync(first, Stop));
        AssertDatabaseTime<RotationOutcome.Repeated>(await node.Rotations.RotateAsync(first, Stop));
        AssertDatabaseTime<RotationOutcome.Kept>(await ProveAsync(node, session.Id, presented: null));
        AssertDatabaseTime<RotationOutcome.Rotated>(await ProveAsync(node, session.Id, first.Next()));
        AssertDatabaseTime<RotationOutcome.Healed>(await node.Rotations.RotateAsync(first.Descend(9), Stop));
        await Database.ExecuteAsync("UPDATE cardea.sessions SET rotated_at = rotated_at - interval '1 hour'");
        AssertDatabaseTime<RotationOutcome.Reissued>(await node.Rotations.RotateAsync(first.Descend(9), Stop));
    }

    private static Task<RotationOutcome> ProveAsync(Node node, SessionId session, RefreshToken? presented) => node.Rotations.ReauthenticateAsync(
        new(session, Alice, ["pwd"], presented),
        SecurityEvent.Of(SecurityEventKind.Reauthenticated, Alice, session, device: null, TimeProvider.System.GetUtcNow()),
        Presenting.Report,
        Stop);

    private static void AssertDatabaseTime<TOutcome>(RotationOutcome outcome)
        where TOutcome : RotationOutcome.Continued => AssertDatabaseTime(Assert.IsType<TOutcome>(outcome).Grant.At);

    private static void AssertDatabaseTime(DateTimeOffset at) =>
        Assert.InRange(at - (TimeProvider.System.GetUtcNow() + Wrong), -Wrong / 2, Wrong / 2);
}
