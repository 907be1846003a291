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

        var subject = await Node.Sessions.InspectAsync(token, Stop);

        Assert.Equal(Alice, subject!.UserId);
        Assert.Equal(["reader"], subject.Roles);
        await RotateAsync<RotationOutcome.Rotated>(token);
        Assert.NotNull(await Node.Sessions.InspectAsync(token.Next(), Stop));
    }

    [Fact]
    public async Task A_replay_that_is_only_inspected_ends_nothing()
    {
        var token = await SignInAsync(Alice);
        var last = await RotateAsync<RotationOutcome.Rotated>(await RotateAsync<RotationOutcome.Rotated>(token));

        Assert.Null(await Node.Sessions.InspectAsync(token, Stop));
        await RotateAsync<RotationOutcome.Rotated>(last);
    }

    [Fact]
    public async Task A_token_of_a_session_that_is_over_is_not_live()
    {
        var ended = await SignInAsync(Alice);
        var idle = await SignInAsync(Alice);
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);
        Assert.NotNull(await Node.Sessions.InspectAsync(idle, Stop));

        Clock.Advance(Options.IdleTimeout);

        foreach (var token in new[] { ended, idle, NewSession(Alice).FirstToken })
        {
            Assert.Null(await Node.Sessions.InspectAsync(token, Stop));
        }
    }

    [Fact]
    public async Task A_token_of_a_disabled_account_is_not_live()
    {
        var user = await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        user.DisabledAt = Clock.GetUtcNow();
        await Node.Accounts.UpdateAsync(new(user, "first"), Stop);

        Assert.Null(await Node.Sessions.InspectAsync(token, Stop));
    }
}
