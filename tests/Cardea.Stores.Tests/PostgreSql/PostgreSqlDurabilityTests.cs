using Cardea.Audit;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The server crashes right after an answer. Rotations may be lost; what was ended, recalled or proved is not.</summary>
public sealed class PostgreSqlDurabilityTests : StoreTests<LazyPostgreSqlTestDatabase>
{
    private const int Rounds = 3;

    [Fact]
    public async Task A_lost_answer_that_was_issued_again_stays_recalled()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var token = await SignInAsync(Alice);
            await RotateAsync<RotationOutcome.Rotated>(token);
            Clock.Advance(Options.RefreshGrace);
            var recall = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(token)).Recall;

            await CrashAsync();

            Assert.Equal((2, 1), (await GenerationAsync(token), (await ReadAsync(token)).Recalls));
            Assert.Contains(recall, await ReadRevokedAsync());
        }
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_replay_stays_ended_and_told()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var owner = new UserId($"user-{round}");
            var token = await SignInAsync(owner);
            await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(token));
            Clock.Advance(Options.RefreshGrace);
            Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(token));

            await CrashAsync();

            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
            Assert.Contains(RevokedSession.Ended(token.SessionId, RevocationLife), await ReadRevokedAsync());
            Assert.Single(await Node.Outbox.ClaimAsync(10, Stop), mail => mail.Recipient == owner);
        }
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_proof_with_its_rotation_and_a_recall_stay()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var owner = new UserId($"user-{round}");
            var token = await SignInAsync(owner);
            await Node.Rotations.ReauthenticateAsync(
                new(token.SessionId, owner, ["pwd"], token),
                SecurityEvent.Of(SecurityEventKind.Reauthenticated, owner, token.SessionId, device: null, Clock.GetUtcNow()),
                Presenting.Report,
                Stop);
            await CrashAsync();
            Assert.Equal(1, await GenerationAsync(token));

            await Node.Sessions.RecallAllAsync(owner, Stop);
            await CrashAsync();
            Assert.Equal(1, (await ReadAsync(token)).Recalls);
        }
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_rotation_that_was_lost_heals()
    {
        // Whether a commit gets to the disk by itself is chance: here it almost never does.
        var lost = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var token = await SignInAsync(Alice);
            var next = await RotateAsync<RotationOutcome.Rotated>(token);
            await CrashAsync();
            lost += 1 - await GenerationAsync(token);
            Assert.IsType<RotationOutcome.Continued>(await RotateAsync(next), exactMatch: false);
        }

        Assert.True(lost > 0, "Each rotation waited for the disk.");
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_logout_right_after_a_crash_is_not_missed_though_ids_are_handed_out_again()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (used, ended) = (await SignInAsync(Alice), await SignInAsync(Alice));
            var position = (await ReadFeedAsync()).Position;
            for (var i = 0; i < 40; i++)
            {
                used = await RotateAsync<RotationOutcome.Rotated>(used);
            }

            position = (await ReadFeedAsync(from: position)).Position;
            await CrashAsync();

            await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);

            Assert.Contains(RevokedSession.Ended(ended.SessionId, RevocationLife), FeedTrail.Strongest((await ReadFeedAsync(from: position)).Revocations));
        }
    }

    private async Task CrashAsync()
    {
        await Database.Cluster.CrashAsync();
        await Database.Cluster.StartServerAsync();
        Database.Superuser.Clear();
        await RestartAsync();
    }

    private async Task<int> GenerationAsync(RefreshToken token) => (await ReadAsync(token)).Generation;
}
