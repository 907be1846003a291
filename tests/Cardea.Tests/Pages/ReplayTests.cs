using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Sessions;
using Cardea.Pages.Account;

namespace Cardea.Tests.Pages;

/// <summary>Which replayed tokens the page of the devices shows.</summary>
public sealed class ReplayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_session_is_named_by_the_program_that_it_began_in()
    {
        var replay = Assert.Single(Replay.Find([Event("token_replayed", "a", days: 1, program: "curl"), Event("signed_in", "b", days: 2), Event("registered", "a", days: 3)], current: null, Now));

        Assert.Equal(("a", "curl", "Firefox on Linux", false), (replay.SessionId, replay.Program, replay.Device, replay.IsOfThisBrowser));
        Assert.Equal(Now.AddDays(-1), replay.At);
    }

    [Fact]
    public void After_thirty_days_it_is_shown_no_more()
    {
        Assert.Single(Replay.Find([Event("token_replayed", "a", days: 30)], current: null, Now));
        Assert.Empty(Replay.Find([Event("token_replayed", "a", days: 30.01)], current: null, Now));
    }

    [Fact]
    public void A_session_is_shown_once_with_its_last_use()
    {
        var replays = Replay.Find([Event("token_replayed", "a", days: 1), Event("token_replayed", "b", days: 2), Event("token_replayed", "a", days: 3)], current: null, Now);
        Assert.Equal([("a", Now.AddDays(-1)), ("b", Now.AddDays(-2))], replays.Select(static replay => (replay.SessionId, replay.At)));
    }

    [Theory]
    [InlineData("Firefox on Linux", "192.0.2.7", true)]
    [InlineData("Firefox on Linux", "192.0.2.200", true)]
    [InlineData("Firefox on Linux", "192.0.3.7", false)]
    [InlineData("Firefox on Linux", null, false)]
    [InlineData("Firefox on Windows", "192.0.2.7", false)]
    [InlineData(null, "192.0.2.7", false)]
    public void This_browser_is_one_of_the_same_program_and_network(string? program, string? address, bool isThis)
    {
        var current = new SessionResponse("c", Current: true, Device: null, program, address, Now, Now, Now);
        var replay = Assert.Single(Replay.Find([Event("token_replayed", "a", days: 1), Event("external_sign_in", "a", days: 2)], current, Now));
        Assert.Equal(isThis, replay.IsOfThisBrowser);
    }

    [Fact]
    public void Older_events_are_read_until_thirty_days_are_whole_and_each_device_has_a_name()
    {
        Assert.True(Replay.NeedsOlder([Event("signed_in", "a", days: 29)], Now));
        Assert.False(Replay.NeedsOlder([Event("signed_in", "a", days: 31)], Now));
        Assert.True(Replay.NeedsOlder([Event("token_replayed", "b", days: 1), Event("signed_in", "a", days: 31)], Now));
        Assert.False(Replay.NeedsOlder([Event("token_replayed", "a", days: 1), Event("signed_in", "a", days: 31)], Now));
        Assert.False(Replay.NeedsOlder([], Now));
    }

    private static EventResponse Event(string kind, string session, double days, string program = "Firefox on Linux") =>
        new($"{kind}-{session}-{days}", Now.AddDays(-days), kind, "u", session, "192.0.2.7", program, Detail: null);
}
