using static Cardea.Server.Tests.Chaos.Line;

namespace Cardea.Server.Tests.Chaos;

/// <summary>The judge itself: two lineages of one session.</summary>
public sealed class RefreshTokenChecksTests
{
    [Fact]
    public void A_tab_that_comes_a_moment_later_than_the_others_is_good() => AssertGood([SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refreshed(0, 3)]);

    [Fact]
    public void Two_tokens_of_one_generation_are_seen() => AssertFound("Two tokens of one generation", [SignedIn(0), Refreshed(0, 1), Refreshed(0, 1.5, fingerprint: 7)]);

    [Fact]
    public void A_successor_that_is_not_the_one_that_was_given_is_seen() =>
        AssertFound("Two tokens of one generation", [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2) with { Shown = new(Phone, 1, 7) }]);

    [Fact]
    public void A_token_that_is_taken_long_after_its_successor_was_used_is_seen() =>
        AssertFound("Doubly valid", [SignedIn(0), Refreshed(0, 1), Refreshed(1, 2), Refreshed(0, 11)]);
}
