using static Cardea.Server.Tests.Chaos.Line;

namespace Cardea.Server.Tests.Chaos;

/// <summary>The judge itself: access tokens that were recalled or refused.</summary>
public sealed class AccessTokenChecksTests
{
    [Fact]
    public void A_recall_after_which_the_refresh_succeeds_is_good() => AssertGood(
        [SignedIn(0), RolesChanged(1, 1), NotVerified(1.2), Verified(1.2, node: 2), Refreshed(0, 1.5, recalls: 1, roles: 1), Verified(1.7, pass: PassOf(Phone, 1, 1))],
        NotVerifiedAnywhere(4));

    [Fact]
    public void A_reissue_that_recalls_is_good() => AssertGood(
        [SignedIn(0), Refreshed(0, 1), Refreshed(0, 10, recalls: 1) with { Deed = Deed.LateRefresh, Given = new(Phone, 2, 0) }, NotVerified(10.2), Verified(11, node: 2), Refreshed(2, 12, recalls: 1)],
        NotVerifiedAnywhere(13));

    [Fact]
    public void A_good_access_token_that_is_refused_is_seen() => AssertFound("A good access token was refused", [SignedIn(0), NotVerified(1), Refreshed(0, 2)]);

    [Fact]
    public void A_refusal_that_a_recall_explains_is_good() => AssertGood([SignedIn(0), NotVerified(1), Refreshed(0, 2, recalls: 1)]);

    [Fact]
    public void A_refused_token_that_is_accepted_again_is_seen_at_once_on_its_node_and_three_seconds_later_elsewhere()
    {
        AssertFound("Refused before, and accepted again", [SignedIn(0), NotVerified(1), Verified(1.2)]);
        AssertFound("Refused before, and accepted again", [SignedIn(0), NotVerified(1), Verified(3.9, node: 2), Verified(4.2, node: 2)]);
        AssertFound("Refused before, and accepted again", [SignedIn(0), NotVerified(1, Entry.Api), Verified(4.2)]);
    }

    [Fact]
    public void A_recalled_token_that_is_accepted_is_seen_at_once_on_the_node_that_issued_a_newer_one_and_three_seconds_later_elsewhere()
    {
        AssertFound("Recalled, and accepted", [SignedIn(0), Refreshed(0, 1, recalls: 1), Verified(1.2)]);
        AssertFound("Recalled, and accepted", [SignedIn(0), Refreshed(0, 1, recalls: 1), Verified(3.9, Entry.Api), Verified(4.2, Entry.Api)]);
    }

    [Fact]
    public void A_recall_that_is_forgotten_is_seen() =>
        AssertFound("Issued with fewer recalls than before", [SignedIn(0), Refreshed(0, 1, recalls: 2), Refreshed(1, 2, recalls: 1, node: 2)]);
}
