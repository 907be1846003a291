using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A store that fell back has forgotten ends and recalls. A node that knows them writes them back, and nothing else.</summary>
public abstract class WriteBackTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_forgotten_end_ends_the_session_again()
    {
        var token = await SignInAsync(Alice);
        await Database.SaveAsync();
        var end = Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)).End;
        await Database.FallBackAsync();

        Assert.Equal([end], await Node.Revocations.WriteBackAsync([end], Stop));

        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
        Assert.Equal([end], await ReadRevokedAsync());
        Assert.Empty(await Node.Revocations.WriteBackAsync([end], Stop));
    }

    [Fact]
    public async Task A_forgotten_recall_recalls_again()
    {
        var token = await SignInAsync(Alice);
        await Database.SaveAsync();
        var recalls = await Node.Sessions.RecallAllAsync(Alice, Stop);
        await Database.FallBackAsync();

        Assert.Equal(recalls, await Node.Revocations.WriteBackAsync(recalls, Stop));

        Assert.Equal(1, Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(token)).Grant.Recalls);
        Assert.Equal(recalls.ToHashSet(), (await ReadRevokedAsync()).ToHashSet());
        Assert.Empty(await Node.Revocations.WriteBackAsync(recalls, Stop));
    }

    [Fact]
    public async Task What_the_store_knows_better_stays_as_it_is()
    {
        var (recalled, ended) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        await Node.Sessions.RecallAllAsync(Alice, Stop);
        await Node.Sessions.RecallAllAsync(Alice, Stop);
        var before = await ReadRevokedAsync();

        Assert.Empty(await Node.Revocations.WriteBackAsync([new(recalled.SessionId, 1, RevocationLife), new(ended.SessionId, 1, RevocationLife)], Stop));

        Assert.Equal(before, await ReadRevokedAsync());
        Assert.Equal(2, (await ReadAsync(recalled)).Recalls);
    }

    [Fact]
    public async Task A_session_that_is_known_as_ended_is_left_alone_when_its_revocation_was_swept()
    {
        var token = await SignInAsync(Alice);
        var end = Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)).End;
        Clock.Advance(RevocationLife + TimeSpan.FromSeconds(1));
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.Empty(await ReadRevokedAsync());

        Assert.Empty(await Node.Revocations.WriteBackAsync([end], Stop));

        Assert.Empty(await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_revocation_whose_session_was_lost_is_kept_for_as_long_as_the_node_would()
    {
        RevokedSession[] known =
        [
            RevokedSession.Ended(NewSession(Alice).Id, TimeSpan.FromMinutes(7)),
            new(NewSession(Alice).Id, 3, TimeSpan.FromMinutes(8)),
        ];

        Assert.Equal(known.ToHashSet(), (await Node.Revocations.WriteBackAsync(known, Stop)).ToHashSet());

        Assert.Equal(known.ToHashSet(), (await ReadRevokedAsync()).ToHashSet());
        Assert.Empty(await Node.Revocations.WriteBackAsync(known, Stop));
    }

    [Fact]
    public async Task What_no_token_can_outlive_is_not_kept()
    {
        var past = SessionId.Create(Clock.GetUtcNow());

        Assert.Empty(await Node.Revocations.WriteBackAsync(
            [RevokedSession.Ended(past, RevocationLife), RevokedSession.Ended(NewSession(Alice).Id, TimeSpan.Zero)], Stop));
    }

    [Fact]
    public async Task A_live_session_is_ended_however_little_life_is_left_of_what_the_node_knows()
    {
        var token = await SignInAsync(Alice);

        Assert.Equal(
            [RevokedSession.Ended(token.SessionId, RevocationLife)],
            await Node.Revocations.WriteBackAsync([RevokedSession.Ended(token.SessionId, TimeSpan.Zero)], Stop));
    }

    [Fact]
    public async Task Nodes_that_write_back_at_once_beside_refreshes_end_each_session_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SignInAsync(Alice)));
            RevokedSession[] known = [.. tokens.Select(token => RevokedSession.Ended(token.SessionId, RevocationLife))];

            var (written, _) = await Race.RunAsync(
                () => Race.RunAsync(4, racer => nodes[racer % 2].Revocations.WriteBackAsync(racer < 2 ? known : [.. known.Reverse()], Stop)),
                () => Race.RunAsync(10, racer => nodes[racer % 2].Rotations.RotateAsync(tokens[racer], Stop)));

            Assert.Equal(10, written.Sum(static all => all.Count));
            Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
        }
    }
}
