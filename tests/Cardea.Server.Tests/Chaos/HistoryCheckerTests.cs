namespace Cardea.Server.Tests.Chaos;

/// <summary>The judge itself: a good history passes, and each thing that must not happen is seen.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Guid Session = new("01900000-0000-7000-8000-000000000001");

    [Fact]
    public void A_good_history_passes() =>
        Assert.Empty(HistoryChecker.Check(
        [
            Refreshed(0, at: 0),
            Refreshed(0, at: 0.5),
            Done(Deed.Refresh, 1, at: 1.5, status: 0),
            Done(Deed.Refresh, 1, at: 2, status: 503),
            Refreshed(1, at: 3),
            Refreshed(2, at: 4),
            Done(Deed.Verify, 3, at: 5, status: 204),
            Done(Deed.Replay, 1, at: 6, status: 401, "refresh_token_reused"),
            Done(Deed.Refresh, 3, at: 8, status: 401, "session_ended"),
            Done(Deed.Verify, 3, at: 9, status: 204, node: 2),
        ]));

    [Fact]
    public void A_false_logout_is_seen() =>
        AssertSeen("A false logout", Refreshed(0, at: 0), Done(Deed.Refresh, 1, at: 2, status: 401, "refresh_token_reused"), Done(Deed.Logout, 1, at: 4, status: 204));

    [Fact]
    public void An_error_is_seen() => AssertSeen("An answer that nobody expects", Done(Deed.Refresh, 0, at: 0, status: 500));

    [Fact]
    public void A_replay_that_is_taken_is_seen() =>
        AssertSeen("A replay that was not found", Refreshed(0, at: 0), Refreshed(1, at: 2), Done(Deed.Replay, 0, at: 4, status: 200), Refreshed(2, at: 6));

    [Fact]
    public void A_replay_that_ends_nothing_is_seen() =>
        AssertSeen("Accepted after the end", Refreshed(0, at: 0), Refreshed(1, at: 2), Done(Deed.Replay, 0, at: 4, status: 401, "refresh_token_reused"), Refreshed(2, at: 6));

    [Fact]
    public void A_replay_after_which_nobody_looked_is_not_taken_for_found() =>
        AssertSeen("A replay that was not found", Refreshed(0, at: 0), Refreshed(1, at: 2), Done(Deed.Replay, 0, at: 4, status: 401, "refresh_token_reused"));

    [Fact]
    public void A_refresh_after_a_logout_is_seen() =>
        AssertSeen("Accepted after the end", Refreshed(0, at: 0), Done(Deed.Logout, 1, at: 2, status: 204), Refreshed(1, at: 4));

    [Fact]
    public void An_access_token_after_a_logout_is_seen_at_once_on_its_node_and_later_on_others()
    {
        AssertSeen("Accepted after the end", Done(Deed.Logout, 1, at: 2, status: 204), Done(Deed.Verify, 1, at: 4, status: 204));
        AssertSeen("Accepted after the end", Done(Deed.Logout, 1, at: 2, status: 204), Done(Deed.Verify, 1, at: 19, status: 204, node: 2));
    }

    [Fact]
    public void Two_tokens_of_one_generation_are_seen() =>
        AssertSeen("Two tokens of one generation", Refreshed(0, at: 0), Refreshed(0, at: 0.5, fingerprint: 7));

    [Fact]
    public void A_token_that_is_taken_after_its_successor_is_seen() =>
        AssertSeen("Doubly valid", Refreshed(0, at: 0), Refreshed(1, at: 2), Refreshed(0, at: 4));

    private static void AssertSeen(string finding, params Entry[] history) =>
        Assert.Contains(HistoryChecker.Check(history), seen => seen.StartsWith(finding, StringComparison.Ordinal));

    private static Entry Refreshed(int generation, double at, ulong fingerprint = 0) =>
        Done(Deed.Refresh, generation, at, status: 200) with { Given = new(Session, generation + 1, fingerprint) };

    private static Entry Done(Deed deed, int generation, double at, int status, string? code = null, int node = 1) =>
        new(deed, new(Session, generation, 0), node, TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(at + 1), status, code);
}
