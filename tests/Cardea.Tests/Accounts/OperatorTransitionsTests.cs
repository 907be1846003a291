using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Tests.Accounts;

/// <summary>What an operator does to accounts.</summary>
public sealed class OperatorTransitionsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void A_locked_account_keeps_the_date_of_its_first_lock()
    {
        Assert.Equal([new AccountEffect.Disable(Now)], Check(LifecycleTransitions.Lock(Facts.Plain, Now), SecurityEventKind.Locked).Effects);
        Assert.Equal([new AccountEffect.Disable(DateTimeOffset.UnixEpoch)], LifecycleTransitions.Lock(Facts.Disabled, Now).Effects);
    }

    [Fact]
    public void A_lock_cancels_a_deletion_that_waits()
    {
        var user = new CardeaUser { Id = "ada", Email = Facts.Email, SecurityStamp = Facts.Stamp, ConcurrencyStamp = "first", DisabledAt = Now, DeletionAskedAt = Now };

        var locked = user.Apply(LifecycleTransitions.Lock(user.Facts, Now.AddDays(1)));

        Assert.Equal((Now, null), (locked.DisabledAt, locked.DeletionAskedAt));
    }

    [Fact]
    public void Unlocking_enables() =>
        Assert.Equal([new AccountEffect.Enable()], Check(LifecycleTransitions.Unlock(), SecurityEventKind.Unlocked).Effects);

    [Fact]
    public void Removing_factors_ends_all_sessions_and_tells_the_owner()
    {
        var change = Check(LifecycleTransitions.RemoveFactors(Facts.Full), SecurityEventKind.FactorsRemoved);

        Assert.Equal("RemoveAuthenticator, RemovePasskey, RemovePasskey, SetRecoveryCodes", Facts.Read(change));
        Assert.Equal(new SessionEnding(EndReason.FactorsChanged, Except: null), change.Ends);
        Assert.Equal(new Notice(MailKind.FactorsChanged, FactorChange.AllRemoved), change.Notice);
    }

    [Fact]
    public void Roles_are_given_and_taken_and_the_rest_stays()
    {
        var change = Check(RoleTransitions.Change(Facts.Plain with { Roles = ["reader", "writer"] }, ["admin", "reader"], ["writer"]), SecurityEventKind.RolesChanged);

        Assert.Equal(["reader", "admin"], Assert.IsType<AccountEffect.SetRoles>(Assert.Single(change.Effects)).Roles);
        Assert.Equal("+admin +reader -writer", change.Detail);
    }

    [Theory]
    [InlineData(true, "VerifyEmail, SetRoles")]
    [InlineData(false, "SetRoles")]
    public void An_account_that_an_operator_made_has_what_the_operator_says(bool isVerified, string effects) =>
        Assert.Equal(effects, Facts.Read(Check(LifecycleTransitions.Complete(Facts.Unverified, isVerified, ["admin"]), SecurityEventKind.Added)));

    // Every change by an operator gives a new stamp: a sign-in that saw the account as before ends in no session.
    private static AccountChange Check(AccountChange change, SecurityEventKind happened)
    {
        Assert.True(change.IsByOperator);
        Assert.True(change.ChangesCredential);
        Assert.Equal((happened, null), (change.Event, change.Acting));
        return change;
    }
}
