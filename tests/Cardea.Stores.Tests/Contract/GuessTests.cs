using Cardea.Attempts;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Wrong guesses in a row: strangers and known devices have separate allowances, which no number of racers exceeds.</summary>
public abstract class GuessTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int AtOnce = 10;
    private const string Email = "alice@example.org";

    private static readonly AttemptLimit Network = new(AttemptKey.OfGuessesFrom(new("192.0.2.7/32", Times: 1)), 1000, TimeSpan.FromMinutes(15));
    private static readonly GuessLimit Stranger = new(AttemptKey.OfPassword(Email), GuessAllowance.Strangers, AtOnce);
    private static readonly GuessLimit Known = Stranger with { Allowance = GuessAllowance.KnownDevices };
    private static readonly GuessLimit AfterPassword = new(AttemptKey.OfSecondFactor(Alice), GuessAllowance.Strangers, AtOnce, IsAfterPassword: true);

    [Fact]
    public async Task Of_two_hundred_strangers_at_once_over_two_nodes_ten_guess()
    {
        Node[] nodes = [Node, await OpenAsync()];

        var reservations = await Race.RunAsync(200, racer => nodes[racer % 2].Attempts.ReserveAsync([Network], Stranger, Stop));

        Assert.Equal(AtOnce, reservations.OfType<AttemptReservation.Reserved>().Count());
        Assert.All(
            reservations.OfType<AttemptReservation.Refused>(),
            refused => Assert.Equal(new(Clock.GetUtcNow() + GuessLimit.Pause), refused));
    }

    [Fact]
    public async Task After_ten_strangers_guess_once_an_hour_and_after_fifty_never()
    {
        await GuessAsync(Stranger, AtOnce);
        for (var guess = AtOnce; guess < GuessLimit.MostInARow; guess++)
        {
            await RefuseAsync(Stranger);
            Clock.Advance(GuessLimit.Pause);
            await GuessAsync(Stranger, 1);
        }

        Clock.Advance(GuessLimit.Pause);
        Assert.Equal(new(Clock.GetUtcNow() - GuessLimit.Pause + GuessLimit.Memory, IsAllowanceUsedUp: true), await RefuseAsync(Stranger));
    }

    [Fact]
    public async Task Known_devices_guess_when_strangers_may_not_and_fifty_times_in_a_row_at_most()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await GuessAsync(Stranger, AtOnce);
        await RefuseAsync(Stranger);

        var reservations = await Race.RunAsync(80, racer => nodes[racer % 2].Attempts.ReserveAsync([Network], Known, Stop));

        Assert.Equal(GuessLimit.MostInARow, reservations.OfType<AttemptReservation.Reserved>().Count());
        Assert.True((await RefuseAsync(Known)).IsAllowanceUsedUp);
    }

    [Fact]
    public async Task A_right_guess_that_is_given_back_does_not_count()
    {
        await GuessAsync(Stranger, AtOnce - 1);
        var right = Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(Stranger));
        await RefuseAsync(Stranger);

        await Node.Attempts.GiveBackAsync(right, Stop);

        await GuessAsync(Stranger, 1);
        await RefuseAsync(Stranger);
    }

    [Fact]
    public async Task A_network_that_is_refused_uses_up_no_guess()
    {
        for (var guess = 0; guess < 50; guess++)
        {
            await Node.Attempts.ReserveAsync([Network with { Most = 1 }], Stranger, Stop);
        }

        await GuessAsync(Stranger, AtOnce - 1);
        await RefuseAsync(Stranger);
    }

    [Fact]
    public async Task A_sign_in_forgets_the_wrong_guesses_and_a_sign_in_that_was_overtaken_forgets_none()
    {
        var user = await AddUserAsync(Alice);
        await GuessAsync(Stranger, AtOnce);
        await GuessAsync(Known, GuessLimit.MostInARow);
        var session = NewSession(Alice, user.SecurityStamp) with { Resets = GuessReset.OfSignIn(Email, Alice) };

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(session with { SessionEpoch = 7 }, Stop));
        await RefuseAsync(Stranger);

        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
        await GuessAsync(Stranger, AtOnce);
        await GuessAsync(Known, GuessLimit.MostInARow);
    }

    [Fact]
    public async Task A_guess_of_before_the_sign_in_that_is_given_back_late_adds_none()
    {
        var user = await AddUserAsync(Alice);
        var late = Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(Stranger));
        await Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp) with { Resets = GuessReset.OfSignIn(Email, Alice) }, Stop);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GuessAsync(Stranger, AtOnce);

        await Node.Attempts.GiveBackAsync(late, Stop);

        await RefuseAsync(Stranger);
    }

    [Fact]
    public async Task A_mailed_code_forgets_the_guesses_at_the_password_only()
    {
        var user = await AddUserAsync(Alice);
        await GuessAsync(Stranger, AtOnce);
        await GuessAsync(AfterPassword, AtOnce);

        await Node.Accounts.UpdateAsync(new(user, user with { ConcurrencyStamp = "new" }) { Resets = GuessReset.OfMailedCode(Email) }, Stop);

        await GuessAsync(Stranger, AtOnce);
        await RefuseAsync(AfterPassword);
    }

    [Fact]
    public async Task Ten_wrong_codes_of_strangers_after_the_password_demand_a_new_one_until_there_is_one()
    {
        var user = await AddUserAsync(Alice);
        await GuessAsync(AfterPassword with { IsAfterPassword = false }, 1);
        await GuessAsync(AfterPassword, AtOnce - 1);
        Assert.False(await NeedsNewPasswordAsync());
        Clock.Advance(GuessLimit.Pause);
        await GuessAsync(AfterPassword, 1);
        Assert.True(await NeedsNewPasswordAsync());

        // The owner signs in by a passkey. Somebody else knows the password all the same, and months later too.
        await Node.Sessions.CreateAsync(NewSession(Alice, user.SecurityStamp) with { Resets = GuessReset.OfSignIn(Email, Alice) }, Stop);
        Assert.True(await NeedsNewPasswordAsync());
        Clock.Advance(2 * GuessLimit.Memory);
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.True(await NeedsNewPasswordAsync());

        await Node.Accounts.UpdateAsync(new(user, user with { ConcurrencyStamp = "new" }) { Resets = GuessReset.OfNewPassword(Email, Alice) }, Stop);
        Assert.False(await NeedsNewPasswordAsync());
    }

    [Fact]
    public async Task Guesses_are_forgotten_a_month_after_the_last_one_and_swept()
    {
        await GuessAsync(Stranger, AtOnce);
        Clock.Advance(GuessLimit.Memory - TimeSpan.FromMilliseconds(1));
        await GuessAsync(Stranger, 1);
        await RefuseAsync(Stranger);

        Clock.Advance(GuessLimit.Memory);
        await GuessAsync(Stranger, AtOnce);
        await RefuseAsync(Stranger);

        Clock.Advance(GuessLimit.Memory);
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "guesses").Removed);
    }

    [Fact]
    public async Task A_restart_forgets_none()
    {
        await GuessAsync(Stranger, AtOnce);

        await RestartAsync();

        await RefuseAsync(Stranger);
    }

    [Fact]
    public async Task An_end_of_all_sessions_makes_devices_strangers_and_an_end_of_the_others_does_not()
    {
        await AddUserAsync(Alice);
        var token = await SignInAsync(Alice);
        var app = new Cardea.Tokens.UserId("a user of an app");

        await Node.Sessions.EndAllAsync(Alice, except: token.SessionId, EndReason.LoggedOut, Stop);
        await Node.Sessions.EndAllAsync(app, except: token.SessionId, EndReason.LoggedOut, Stop);
        Assert.Equal(0, (await Node.Accounts.FindAsync(Alice, Stop))!.DeviceEpoch);
        Assert.Equal(new(Session: 1, Device: 0), await Node.Sessions.ReadEpochsAsync(app, Stop));

        await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);
        await Node.Sessions.EndAllAsync(app, except: null, EndReason.LoggedOut, Stop);
        Assert.Equal(1, (await Node.Accounts.FindAsync(Alice, Stop))!.DeviceEpoch);
        Assert.Equal(new(Session: 2, Device: 1), await Node.Sessions.ReadEpochsAsync(app, Stop));
    }

    private Task<bool> NeedsNewPasswordAsync() => Node.Attempts.NeedsNewPasswordAsync(AfterPassword.Key, Stop);

    private Task<AttemptReservation> ReserveAsync(GuessLimit guess) => Node.Attempts.ReserveAsync([], guess, Stop);

    private async Task<AttemptReservation.Refused> RefuseAsync(GuessLimit guess) =>
        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(guess));

    private async Task GuessAsync(GuessLimit guess, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(guess));
        }
    }
}
