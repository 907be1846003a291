using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Asking about tokens changes nothing, and says what using them would come to.</summary>
public abstract class InspectionTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_refresh_token_is_inspected_without_moving_its_session()
    {
        await AddUserAsync(Alice, "reader");
        var token = await SignInAsync(Alice);

        var grant = Assert.IsType<RotationOutcome.Rotated>(await Node.Rotations.InspectAsync(token, Stop)).Grant;

        Assert.Equal(Alice, grant.Subject.UserId);
        Assert.Equal(["reader"], grant.Subject.Roles);
        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.IsType<RotationOutcome.Rotated>(await Node.Rotations.InspectAsync(token.Next(), Stop));
        Assert.IsType<RotationOutcome.Repeated>(await Node.Rotations.InspectAsync(token, Stop));
    }

    [Fact]
    public async Task A_session_is_inspected_without_its_token_and_nothing_moves()
    {
        await AddUserAsync(Alice, "reader");
        var (token, ended) = (await SignInAsync(Alice), await SignInAsync(Alice));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);

        var grant = Assert.IsType<RotationOutcome.Kept>(await Node.Rotations.InspectAsync(token.SessionId, Stop)).Grant;

        Assert.Null(grant.Successor);
        Assert.Equal(Alice, grant.Subject.UserId);
        Assert.Equal(["reader"], grant.Subject.Roles);
        Assert.IsType<RotationOutcome.Ended>(await Node.Rotations.InspectAsync(ended.SessionId, Stop));
        Assert.IsType<RotationOutcome.Unknown>(await Node.Rotations.InspectAsync(NewSession(Alice).Id, Stop));
        await RotateAsync<RotationOutcome.Rotated>(token);
        Clock.Advance(Options.IdleTimeout);
        Assert.IsType<RotationOutcome.Expired>(await Node.Rotations.InspectAsync(token.SessionId, Stop));
    }

    [Fact]
    public async Task A_replay_that_is_only_inspected_ends_nothing()
    {
        var token = await SignInAsync(Alice);
        var last = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(token));

        Clock.Advance(Options.RefreshGrace);
        Assert.IsType<RotationOutcome.Replayed>(await Node.Rotations.InspectAsync(token, Stop));
        await RotateAsync<RotationOutcome.Rotated>(last);
    }

    [Fact]
    public async Task A_token_of_a_session_that_is_over_is_not_live()
    {
        var ended = await SignInAsync(Alice);
        var idle = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        Assert.IsType<RotationOutcome.Rotated>(await Node.Rotations.InspectAsync(idle, Stop));

        Clock.Advance(Options.IdleTimeout);

        Assert.IsType<RotationOutcome.Ended>(await Node.Rotations.InspectAsync(ended, Stop));
        Assert.IsType<RotationOutcome.Expired>(await Node.Rotations.InspectAsync(idle, Stop));
        Assert.IsType<RotationOutcome.Unknown>(await Node.Rotations.InspectAsync(NewSession(Alice).FirstToken, Stop));
    }

    [Fact]
    public async Task A_token_of_a_disabled_account_is_not_live()
    {
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user with { ConcurrencyStamp = "first" }, user), Stop);

        Assert.IsType<RotationOutcome.Ended>(await Node.Rotations.InspectAsync(token, Stop));
    }
}
