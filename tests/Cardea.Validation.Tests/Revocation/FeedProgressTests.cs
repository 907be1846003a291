using Cardea.Validation.Revocation;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Validation.Tests.Revocation;

/// <summary>What one connection to the feed says, and how old that is.</summary>
public sealed class FeedProgressTests
{
    private static readonly FeedKey Key = new("EC", "1", "sig", "ES256", "P-256", "x", "y");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FeedProgress _progress;

    public FeedProgressTests() => _progress = new(KnownAt.Now(_clock), _clock);

    [Fact]
    public void The_first_event_is_as_old_as_when_it_was_asked_for_and_the_issuer_adds_its_own_age()
    {
        _clock.Advance(3 * Second);

        var known = Take(First() with { Age = 500 });

        Assert.Equal(TimeSpan.FromMilliseconds(3500), known?.Age(_clock));
        Assert.Equal(TimeSpan.FromSeconds(30), known?.ClockSkew);
        Assert.Equal(["1"], known!.Keys.Keys);
    }

    [Theory]
    [InlineData(FeedMessage.Heartbeat)]
    [InlineData(FeedMessage.KeysChanged)]
    public void Before_the_sessions_have_come_nothing_is_known(string type)
    {
        Assert.Null(_progress.Take(type, First() with { Sessions = null }));
        Assert.NotNull(Take(First()));
    }

    [Fact]
    public void Pieces_are_known_with_the_last_one()
    {
        Assert.Null(Take(First() with { More = true }));
        _clock.Advance(2 * Second);
        Assert.Null(Take(First() with { More = true, Keys = null }));
        Assert.Equal(2 * Second, Take(First() with { Keys = null })?.Age(_clock));

        // The same holds for news that are long.
        Assert.Null(Take(First() with { More = true, Keys = null }));
        Assert.Equal(TimeSpan.Zero, Take(First() with { Keys = null })?.Age(_clock));
    }

    [Fact]
    public void Without_keys_it_is_not_what_was_agreed() =>
        Assert.Throws<InvalidDataException>(() => Take(First() with { Keys = null }));

    [Fact]
    public void Without_a_key_that_can_be_used_it_is_not_what_was_agreed() =>
        Assert.Throws<InvalidDataException>(() => Take(First() with { Keys = [Key with { Alg = "ES384" }] }));

    [Fact]
    public void Keys_replace_those_before_and_stay_with_what_comes_later()
    {
        Take(First());

        Assert.Equal(["2"], _progress.Take(FeedMessage.KeysChanged, Heartbeat() with { Keys = [Key with { Kid = "2" }] })!.Keys.Keys);
        Assert.Equal(["2"], _progress.Take(FeedMessage.Heartbeat, Heartbeat())!.Keys.Keys);
    }

    [Fact]
    public void By_how_much_an_event_was_later_than_the_quickest_counts_into_its_age()
    {
        Take(First());
        var sent = Heartbeat();
        _clock.Advance(2 * Second);
        Assert.Equal(TimeSpan.Zero, _progress.Take(FeedMessage.Heartbeat, Heartbeat())?.Age(_clock));
        Assert.Equal(2 * Second, _progress.Take(FeedMessage.Heartbeat, sent)?.Age(_clock));
        Assert.Equal(2 * Second, _progress.Delay);

        // A quicker one shows that all before were late.
        Assert.Equal(TimeSpan.Zero, _progress.Take(FeedMessage.Heartbeat, Heartbeat() with { Sent = Now + 1000 })?.Age(_clock));
        Assert.Equal(Second, _progress.Take(FeedMessage.Heartbeat, Heartbeat())?.Age(_clock));
    }

    [Fact]
    public void Numbers_that_cannot_be_are_taken_for_the_nearest_that_can()
    {
        Assert.Equal(TimeSpan.FromDays(1), Take(First() with { Age = long.MaxValue })?.Behind);
        Assert.Equal(TimeSpan.Zero, Take(First() with { Age = -5 })?.Behind);
        Assert.Equal(TimeSpan.Zero, Take(First() with { Skew = long.MinValue })?.ClockSkew);
        Assert.Equal(TimeSpan.FromDays(3650), new FeedSession(Guid.Empty, long.MaxValue).Revocation.Life);
        Assert.Equal(TimeSpan.Zero, new FeedSession(Guid.Empty, -1).Revocation.Life);
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Knowledge? Take(FeedMessage message) => _progress.Take(FeedMessage.Revoked, message);

    private FeedMessage First() => new(Now, Age: 0, Skew: 30, Sessions: [], Keys: [Key]);

    private FeedMessage Heartbeat() => new(Now, Age: 0, Skew: 30);
}
