using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Steps that meet: whatever their order, both have happened whole, and what must be dead is dead.</summary>
public abstract class RaceTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int Rounds = 100;

    [Fact]
    public async Task Fifty_racers_with_one_token_on_two_nodes_make_one_lineage()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var token = await SignInAsync(Alice);
        for (var round = 0; round < 200; round++)
        {
            var outcomes = await Race.RunAsync(50, racer => nodes[racer % 2].Rotations.RotateAsync(token, Stop));

            var continued = outcomes.Cast<RotationOutcome.Continued>().ToArray();
            Assert.Single(continued.OfType<RotationOutcome.Rotated>());
            Assert.Equal(49, continued.OfType<RotationOutcome.Repeated>().Count());
            Assert.Equal(token.Next().Reveal(), Assert.Single(continued.Select(outcome => outcome.Grant.Successor!.Reveal()).Distinct()));
            token = continued[0].Grant.Successor!;
        }
    }

    [Fact]
    public async Task Racers_after_a_lost_answer_get_it_issued_again_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < Rounds; round++)
        {
            var token = await SignInAsync(Alice);
            await RotateAsync<RotationOutcome.Rotated>(token);
            Clock.Advance(Options.RefreshGrace);

            var outcomes = await Race.RunAsync(10, racer => nodes[racer % 2].Rotations.RotateAsync(token, Stop));

            Assert.Single(outcomes.OfType<RotationOutcome.Reissued>());
            Assert.Equal(9, outcomes.OfType<RotationOutcome.Repeated>().Count());
            Assert.Single(outcomes.Cast<RotationOutcome.Continued>().Select(outcome => outcome.Grant.Successor!.Reveal()).Distinct());
            await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);
        }
    }

    [Fact]
    public async Task A_replay_that_races_ends_its_session_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < Rounds; round++)
        {
            var token = await SignInAsync(Alice);
            await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(token));
            Clock.Advance(Options.RefreshGrace);

            var outcomes = await Race.RunAsync(10, racer => nodes[racer % 2].Rotations.RotateAsync(token, Stop));

            Assert.Single(outcomes.OfType<RotationOutcome.Replayed>());
            Assert.Equal(9, outcomes.OfType<RotationOutcome.Ended>().Count());
        }
    }

    [Fact]
    public async Task Nothing_is_accepted_of_a_session_that_was_rotated_and_ended_at_once()
    {
        var other = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var token = await SignInAsync(Alice);

            var (outcome, end) = await Race.RunAsync(
                () => Node.Rotations.RotateAsync(token, Stop),
                () => other.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));

            Assert.IsType<SessionEnd.Ended>(end);
            Assert.True(outcome is RotationOutcome.Rotated or RotationOutcome.Ended, $"{outcome}");
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token.Next()));
        }
    }

    [Fact]
    public async Task A_session_ended_by_many_at_once_is_ended_by_one_of_them()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < Rounds; round++)
        {
            var token = await SignInAsync(Alice);

            var ends = await Race.RunAsync(10, racer => nodes[racer % 2].Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));

            Assert.Single(ends.OfType<SessionEnd.Ended>());
            Assert.Equal(9, ends.OfType<SessionEnd.Over>().Count());
        }

        Assert.Equal(Rounds, (await ReadRevokedAsync()).Count);
    }

    [Fact]
    public async Task Nothing_is_accepted_of_an_account_that_was_disabled_while_it_rotated()
    {
        var other = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"));
            var token = await SignInAsync(new(user.Id));
            user = user with { DisabledAt = Clock.GetUtcNow() };

            var (outcome, _) = await Race.RunAsync(
                () => Node.Rotations.RotateAsync(token, Stop),
                () => other.Accounts.UpdateAsync(new(user, user), Stop));

            Assert.True(outcome is RotationOutcome.Rotated or RotationOutcome.Ended, $"{outcome}");
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token));
            Assert.IsType<RotationOutcome.Ended>(await RotateAsync(token.Next()));
            Assert.Empty(await Node.Sessions.ListAsync(new(user.Id), Stop));
        }
    }

    [Fact]
    public async Task A_changed_credential_overtakes_a_slow_sign_in()
    {
        var other = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"));
            var session = NewSession(new(user.Id), user.SecurityStamp);

            await Race.RunAsync(
                () => Node.Sessions.CreateAsync(session, Stop),
                async () =>
                {
                    user = user with { SecurityStamp = "second" };
                    await other.Accounts.UpdateAsync(new(user, user), Stop);
                    return await other.Sessions.EndAllAsync(new(user.Id), except: null, EndReason.LoggedOut, Stop);
                });

            Assert.Empty(await Node.Sessions.ListAsync(new(user.Id), Stop));
        }
    }

    [Fact]
    public async Task A_sign_in_while_its_account_is_disabled_or_removed_leaves_no_session()
    {
        var other = await OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var user = await AddUserAsync(new($"user-{round}"));
            var session = NewSession(new(user.Id), user.SecurityStamp);
            user = user with { DisabledAt = Clock.GetUtcNow() };

            await Race.RunAsync(
                () => Node.Sessions.CreateAsync(session, Stop),
                async () => round % 2 == 0
                    ? await other.Accounts.UpdateAsync(new(user, user), Stop) is AccountUpdate.Updated
                    : await other.Accounts.RemoveAsync(new(user.Id), actor: null, removal: null, mail: null, force: false, Stop) is AccountRemoval.Removed);

            Assert.Empty(await Node.Sessions.ListAsync(new(user.Id), Stop));
            Assert.True(await RotateAsync(session.FirstToken) is RotationOutcome.Ended or RotationOutcome.Unknown);
        }
    }

    [Fact]
    public async Task Fifty_sign_ins_at_once_never_exceed_the_limit_of_sessions()
    {
        await RestartAsync(options => options.SessionsPerUser = 5);
        Node[] nodes = [Node, await OpenAsync()];

        var signIns = Race.RunAsync(50, racer => TryCreateAsync(nodes[racer % 2]));
        while (!signIns.IsCompleted)
        {
            Assert.True((await Node.Sessions.ListAsync(Alice, Stop)).Count <= 5);
        }

        // On a busy machine, some of the fifty wait for longer than anybody may.
        var answered = (await signIns).OfType<SessionCreation.Created>().ToArray();
        var displaced = answered.SelectMany(static created => created.Displaced).ToArray();
        var revoked = await ReadRevokedAsync();
        Assert.Equal(5, (await Node.Sessions.ListAsync(Alice, Stop)).Count);
        Assert.InRange(answered.Length, 6, 50);
        Assert.InRange(revoked.Count, answered.Length - 5, 45);
        Assert.Equal(displaced.Length, displaced.Distinct().Count());
        Assert.Subset(revoked.ToHashSet(), displaced.ToHashSet());
    }

    private async Task<SessionCreation?> TryCreateAsync(Node node)
    {
        try
        {
            return await node.Sessions.CreateAsync(NewSession(Alice), Stop);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
