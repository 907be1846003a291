using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A sign-in that is overtaken by the end of all sessions does not survive it, wherever its user lives.</summary>
public abstract class EpochTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int SignIns = 28;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_that_began_before_the_end_of_all_sessions_begins_none(bool isOurs)
    {
        var stamp = isOurs ? (await AddUserAsync(Alice)).SecurityStamp : null;
        var overtaken = NewSession(Alice, stamp, epoch: await ReadEpochAsync(isOurs));

        await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(overtaken, Stop));
        Assert.Empty(await Node.Events.ReadAsync(Alice, before: null, 10, Stop));
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(NewSession(Alice, stamp, epoch: await ReadEpochAsync(isOurs)), Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ending_the_others_overtakes_sign_ins_too(bool isOurs)
    {
        var stamp = isOurs ? (await AddUserAsync(Alice)).SecurityStamp : null;
        var here = NewSession(Alice, stamp, epoch: await ReadEpochAsync(isOurs));
        await Node.Sessions.CreateAsync(here, Stop);
        var overtaken = NewSession(Alice, stamp, epoch: await ReadEpochAsync(isOurs));

        Assert.Empty(await Node.Sessions.EndAllAsync(Alice, here.Id, EndReason.LoggedOut, Stop));

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(overtaken, Stop));
        Assert.Equal(here.Id, Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_ends_sessions_or_closes_the_account_overtakes_sign_ins(bool closes)
    {
        var user = await AddUserAsync(Alice);
        var overtaken = NewSession(Alice, user.SecurityStamp, epoch: await ReadEpochAsync(isOurs: true));
        user = user with { DisabledAt = closes ? Clock.GetUtcNow() : null };
        await Node.Accounts.UpdateAsync(
            new(user, user) { Ends = closes ? null : new SessionEnding(EndReason.FactorsChanged, Except: null) }, Stop);
        user = user with { DisabledAt = null };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(overtaken, Stop));
    }

    [Fact]
    public async Task The_sessions_of_others_and_their_sign_ins_are_not_overtaken()
    {
        var session = NewSession(new("bob"), epoch: 0);

        await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);

        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task None_of_many_sign_ins_survives_that_race_with_the_end_of_all_sessions(bool isOurs)
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var owner = new UserId($"user-{round}");
            var stamp = isOurs ? (await AddUserAsync(owner)).SecurityStamp : null;
            var sessions = Enumerable.Range(0, SignIns).Select(_ => NewSession(owner, stamp)).ToArray();
            IReadOnlyList<RevokedSession> ended = [];

            var created = await Race.RunAsync(SignIns + 1, async racer =>
            {
                if (racer == SignIns / 2)
                {
                    ended = await nodes[1].Sessions.EndAllAsync(owner, except: null, EndReason.LoggedOut, Stop);
                    return false;
                }

                var session = sessions[racer - (racer > SignIns / 2 ? 1 : 0)];
                return await nodes[racer % 2].Sessions.CreateAsync(session, Stop) is SessionCreation.Created;
            });

            Assert.Empty(await Node.Sessions.ListAsync(owner, Stop));
            Assert.Equal(created.Count(static isCreated => isCreated), ended.Count);
        }
    }

    private async Task<long> ReadEpochAsync(bool isOurs) =>
        isOurs ? (await Node.Accounts.FindAsync(Alice, Stop))!.SessionEpoch : (await Node.Sessions.ReadEpochsAsync(Alice, Stop)).Session;
}
