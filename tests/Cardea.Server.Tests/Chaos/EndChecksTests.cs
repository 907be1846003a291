using static Cardea.Server.Tests.Chaos.Line;

namespace Cardea.Server.Tests.Chaos;

/// <summary>The judge itself: who was logged out by accident, and who stayed in.</summary>
public sealed class EndChecksTests
{
    public static TheoryData<Deed> WaysToLogOut { get; } = [Deed.LogOut, Deed.Revoke, Deed.LogOutAll];

    public static TheoryData<Deed> WaysToEndOthers { get; } = [Deed.LogOutOthers, Deed.LogOutAll, Deed.ChangePassword];

    [Theory]
    [MemberData(nameof(WaysToLogOut))]
    public void A_logout_after_which_all_refuse_is_good(Deed deed) => AssertGood(
        [SignedIn(0), Refreshed(0, 1), Verified(2), LoggedOut(deed, 3), NotVerified(3.2), Verified(3.2, node: 2), Verified(4, Entry.Api)],
        [Refused(Deed.Refresh, 1, 4, "session_ended", node: 2)],
        NotVerifiedAnywhere(6));

    [Fact]
    public void A_requests_that_are_not_answered_and_asked_again_are_good() => AssertGood(
        [SignedIn(0), Refreshed(0, 1), Done(Deed.Refresh, 2, Entry.NoAnswer) with { Shown = new(Phone, 1, 0) }, Done(Deed.Refresh, 3, 503) with { Shown = new(Phone, 1, 0) }],
        [Refreshed(1, 4), Refreshed(1, 4.1), Refreshed(2, 5)]);

    [Fact]
    public void A_false_logout_is_seen() => AssertFound(
        "A false logout",
        [SignedIn(0), Refreshed(0, 1), Refused(Deed.Refresh, 1, 2, "invalid_refresh_token"), LoggedOut(Deed.LogOut, 3)],
        NotVerifiedAnywhere(6));

    [Fact]
    public void A_false_logout_by_a_change_of_the_password_is_seen() => AssertFound(
        "A false logout",
        [SignedIn(0), Refused(Deed.ChangePassword, 0, 2, "refresh_token_reused") with { Pass = PassOf(Phone), Password = 1, NewPassword = 2 }],
        NotVerifiedAnywhere(6));

    [Fact]
    public void A_session_that_begins_after_all_others_were_ended_may_not_be_ended_with_them() => AssertFound(
        "A false logout",
        [SignedIn(0, Laptop), LoggedOut(Deed.LogOutAll, 1, Laptop), SignedIn(2), Refused(Deed.Refresh, 0, 3, "session_ended")],
        NotVerifiedAnywhere(6),
        NotVerifiedAnywhere(6, PassOf(Laptop)));

    [Fact]
    public void A_session_may_be_ended_by_a_request_that_nobody_answered() => AssertGood(
        [SignedIn(0, Laptop), SignedIn(1), Done(Deed.LogOutAll, 2, Entry.NoAnswer, session: Laptop) with { Pass = PassOf(Laptop) }, Refused(Deed.Refresh, 0, 5, "session_ended")],
        NotVerifiedAnywhere(8));

    [Fact]
    public void A_refresh_after_a_logout_is_seen() => AssertFound(
        "Accepted after the end", [SignedIn(0), Refreshed(0, 1), LoggedOut(Deed.LogOut, 2), Refreshed(1, 3, node: 2)], NotVerifiedAnywhere(6));

    [Theory]
    [MemberData(nameof(WaysToLogOut))]
    public void An_access_token_after_a_logout_is_seen_at_once_on_its_node_and_three_seconds_later_elsewhere(Deed deed)
    {
        AssertFound("Accepted after the end", [SignedIn(0), LoggedOut(deed, 2), Verified(2.2)], NotVerifiedAnywhere(6));
        AssertFound("Accepted after the end", [SignedIn(0), LoggedOut(deed, 2), Verified(5.2, node: 2)], NotVerifiedAnywhere(6));
        AssertFound("Accepted after the end", [SignedIn(0), LoggedOut(deed, 2), Verified(5.2, Entry.Api)], NotVerifiedAnywhere(6));
    }

    [Fact]
    public void With_the_database_up_two_seconds_are_enough()
    {
        Entry[] late = [SignedIn(0), LoggedOut(Deed.LogOut, 2), Verified(4.2, node: 2), .. NotVerifiedAnywhere(6)];

        Assert.StartsWith("Accepted after the end", Assert.Single(CheckStrictly(new(), late)).What, StringComparison.Ordinal);
        Assert.StartsWith("Accepted after the end", Assert.Single(CheckStrictly(DownBetween(0, 1), late)).What, StringComparison.Ordinal);
        Assert.Empty(CheckStrictly(DownBetween(3, 4), late));
        Assert.Empty(CheckStrictly(DownBetween(0, 1.5), late));
        Assert.Single(CheckStrictly(DownBetween(3, 9), [.. late, Verified(5.2, node: 2)]));
    }

    [Theory]
    [MemberData(nameof(WaysToEndOthers))]
    public void Another_session_that_lives_on_is_seen(Deed deed)
    {
        var ending = deed == Deed.ChangePassword ? PasswordChanged(2, 1, 2) with { Session = Laptop, Pass = PassOf(Laptop), GivenPass = null } : LoggedOut(deed, 2, Laptop);
        AssertFound("Accepted after the end", [SignedIn(0, Laptop), SignedIn(1), ending, Verified(2.2)], NotVerifiedAnywhere(6), deed == Deed.LogOutAll ? NotVerifiedAnywhere(6, PassOf(Laptop)) : []);
    }

    [Fact]
    public void A_session_that_was_ended_by_its_id_and_lives_on_is_seen() => AssertFound(
        "Accepted after the end", [SignedIn(0, Laptop), SignedIn(1), LoggedOut(Deed.EndOther, 2, Laptop, target: Phone), Verified(2.2)], NotVerifiedAnywhere(6));

    [Fact]
    public void A_node_that_answers_ended_and_then_accepts_is_seen() => AssertFound(
        "Accepted after the end", [SignedIn(0), Done(Deed.LogOut, 1, Entry.NoAnswer), Refused(Deed.Refresh, 0, 2, "session_ended", node: 2), Verified(2.2, node: 2)], NotVerifiedAnywhere(6));

    [Fact]
    public void A_replay_that_is_found_is_good() => AssertGood(
        [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refused(Deed.Replay, 0, 20, "refresh_token_reused"), NotVerified(20.2), Refused(Deed.Refresh, 2, 21, "session_ended")],
        NotVerifiedAnywhere(23));

    [Fact]
    public void A_replay_that_is_taken_is_seen() => AssertFound(
        "A replay that was not found", [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refreshed(0, 3) with { Deed = Deed.Replay }, Refreshed(2, 4)]);

    [Fact]
    public void A_replay_that_ends_nothing_is_seen() => AssertFound(
        "Accepted after the end",
        [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refused(Deed.Replay, 0, 20, "refresh_token_reused"), Refreshed(2, 21), Refused(Deed.Refresh, 3, 22, "session_ended")],
        NotVerifiedAnywhere(24));

    [Fact]
    public void A_replay_after_which_nobody_looked_is_not_taken_for_found() => AssertFound(
        "A replay that was not found",
        [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refused(Deed.Replay, 0, 20, "refresh_token_reused")],
        NotVerifiedAnywhere(23));

    [Theory]
    [InlineData(Entry.Api)]
    [InlineData(2)]
    public void An_end_after_which_not_everybody_was_asked_is_seen(int silent) => AssertFound(
        silent == Entry.Api ? "The API was not heard" : "Node 2 was not heard", [SignedIn(0), LoggedOut(Deed.LogOut, 1)], NotVerifiedAnywhere(4).Where(entry => entry.Node != silent));
}
