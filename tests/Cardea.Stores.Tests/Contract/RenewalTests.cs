using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>A session that is moved on without its refresh token: whoever still has that token is not thrown out.</summary>
public abstract class RenewalTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task It_goes_on_with_the_proof_of_now()
    {
        await AddUserAsync(Alice, "admin");
        var token = await SignInAsync(Alice);
        Clock.Advance(TimeSpan.FromHours(1));

        var renewed = await RenewAsync(token, ["pwd", "otp"]);

        Assert.NotNull(renewed);
        Assert.Equal(1, renewed.Successor.Generation);
        Assert.Equal(Clock.GetUtcNow(), renewed.Subject.AuthTime);
        Assert.Equal(["pwd", "otp"], renewed.Subject.Amr);
        Assert.Equal(["admin"], renewed.Subject.Roles!);
        var next = Assert.IsType<RotationOutcome.Rotated>(await RotateAsync(renewed.Successor));
        Assert.Equal(renewed.Subject.AuthTime, next.Subject.AuthTime);
    }

    [Fact]
    public async Task The_token_of_before_gets_the_same_successor()
    {
        var token = await SignInAsync(Alice);
        var renewed = await RenewAsync(token, ["pwd"]);

        AssertSame(renewed!.Successor, await RotateAsync<RotationOutcome.Repeated>(token));
    }

    [Fact]
    public async Task After_the_grace_it_is_a_lost_answer()
    {
        var token = await SignInAsync(Alice);
        await RenewAsync(token, ["pwd"]);
        Clock.Advance(Options.RefreshGrace);

        await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Reissued>(token));
    }

    [Fact]
    public async Task Once_the_answer_was_received_it_is_a_replay()
    {
        var token = await SignInAsync(Alice);
        var renewed = await RenewAsync(token, ["pwd"]);
        await ReceiveAsync(renewed!.Successor);
        Clock.Advance(Options.RefreshGrace);

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(token));
    }

    [Fact]
    public async Task An_ended_session_and_one_of_another_are_not_moved()
    {
        var token = await SignInAsync(Alice);
        Assert.Null(await Node.Sessions.RenewAsync(token.SessionId, new UserId("bob"), Clock.GetUtcNow(), ["pwd"], Renew(token.SessionId), Stop));
        await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.Null(await RenewAsync(token, ["pwd"]));
    }

    [Fact]
    public async Task Beside_refreshes_nobody_is_thrown_out()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var token = await SignInAsync(Alice);

            var (renewed, rotated) = await Race.RunAsync(
                () => nodes[0].Sessions.RenewAsync(token.SessionId, Alice, Clock.GetUtcNow(), ["pwd"], Renew(token.SessionId), Stop),
                () => nodes[1].Sessions.RotateAsync(token, Stop));

            // Whichever came last has the token that is good.
            Assert.NotNull(renewed);
            var refreshed = Assert.IsType<RotationOutcome.Continued>(rotated, exactMatch: false);
            var latest = renewed.Successor.Generation >= refreshed.Successor.Generation ? renewed.Successor : refreshed.Successor;
            Assert.IsType<RotationOutcome.Continued>(await RotateAsync(latest), exactMatch: false);
        }
    }

    private Task<RotationOutcome.Rotated?> RenewAsync(RefreshToken token, string[] amr) =>
        Node.Sessions.RenewAsync(token.SessionId, Alice, Clock.GetUtcNow(), amr, Renew(token.SessionId), Stop);

    private Func<SessionSnapshot, RefreshToken> Renew(SessionId id) => session => Key.Renew(id, session.Generation, session.TokenHash.Span);
}
