using static Cardea.Server.Tests.Chaos.Line;

namespace Cardea.Server.Tests.Chaos;

/// <summary>The judge itself: odd answers, passwords and roles.</summary>
public sealed class AccountChecksTests
{
    private const string WrongPassword = "invalid_credentials";

    [Fact]
    public void A_change_of_the_password_whose_answer_is_lost_is_good() => AssertGood(
        [SignedIn(0), PasswordChanged(1, 1, 2, Entry.NoAnswer), PasswordChanged(2, 1, 2, 401, WrongPassword)],
        [Done(Deed.SignIn, 3, 401, WrongPassword, session: default(Guid)) with { Password = 1 }, SignedIn(4, Laptop, password: 2)]);

    [Fact]
    public void A_good_password_that_is_refused_is_seen() =>
        AssertFound("A good password was refused", [SignedIn(0), Done(Deed.SignIn, 1, 401, WrongPassword, session: default(Guid)) with { Password = 1 }, PasswordChanged(2, 1, 2)]);

    [Fact]
    public void A_sign_in_that_is_overtaken_by_a_logout_of_all_is_good() => AssertGood(
        [SignedIn(0), Done(Deed.SignIn, 0.95, 401, WrongPassword, session: default(Guid)) with { Password = 1 }, LoggedOut(Deed.LogOutAll, 1)],
        NotVerifiedAnywhere(4));

    [Fact]
    public void A_change_of_the_password_that_is_overtaken_by_a_change_of_the_roles_is_good() =>
        AssertGood([SignedIn(0), PasswordChanged(0.95, 1, 2, 401, WrongPassword), RolesChanged(1, 1)]);

    [Fact]
    public void A_new_password_that_was_answered_and_is_refused_is_seen() =>
        AssertFound("A good password was refused", [SignedIn(0), PasswordChanged(1, 1, 2), Done(Deed.SignIn, 2, 401, WrongPassword, session: default(Guid)) with { Password = 2 }]);

    [Fact]
    public void An_old_password_that_is_accepted_is_seen() => AssertFound("An old password was accepted", [SignedIn(0), PasswordChanged(1, 1, 2), SignedIn(2, Laptop, password: 1)]);

    [Fact]
    public void Old_roles_that_are_accepted_are_seen_at_once_on_the_node_that_changed_them_and_three_seconds_later_elsewhere()
    {
        AssertFound("Accepted with old roles", [SignedIn(0), RolesChanged(1, 1), Verified(1.2)]);
        AssertFound("Accepted with old roles", [SignedIn(0), RolesChanged(1, 1), Verified(3.9, node: 2), Verified(4.2, node: 2)]);
    }

    [Fact]
    public void Old_roles_that_are_issued_are_seen() => AssertFound("Issued with old roles", [SignedIn(0), RolesChanged(1, 1), Refreshed(0, 2, recalls: 1)]);

    [Fact]
    public void Roles_that_may_have_been_changed_are_good() => AssertGood([SignedIn(0), RolesChanged(1, 1, Entry.NoAnswer), Verified(4), Refreshed(0, 5)]);

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(429)]
    public void An_answer_that_nobody_expects_is_seen(int status) => AssertFound("An answer that nobody expects", [SignedIn(0), Done(Deed.Refresh, 1, status) with { Shown = new(Phone, 0, 0) }]);

    [Fact]
    public void A_logout_that_is_refused_is_seen() => AssertFound("An answer that nobody expects", [SignedIn(0), Done(Deed.LogOut, 1, 401, "invalid_token") with { Pass = PassOf(Phone) }]);
}
