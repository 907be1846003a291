using Cardea.Revocation;
using Cardea.Tests.Keys;
using Cardea.Tokens;

namespace Cardea.Tests.Revocation;

public sealed class RevocationFeedTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RevocationIndex _index = new(TimeProvider.System);
    private readonly RevocationFeed _feed;

    public RevocationFeedTests() => _feed = new(_index, new KeyRings().New());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_published_is_refused_here_and_told_to_every_reader()
    {
        using var one = _feed.Follow();
        using var other = _feed.Follow();
        var revoked = NewEnd();

        _feed.Publish([revoked]);

        Assert.True(_index.Refuses(new(revoked.SessionId, 7)));
        Assert.Equal([revoked], one.Take().Revoked);
        Assert.Equal([revoked], other.Take().Revoked);
        Assert.Empty(one.Take().Revoked);
    }

    [Fact]
    public async Task A_reader_that_does_not_keep_up_is_cut_off_and_the_others_are_not()
    {
        using var slow = _feed.Follow();
        using var quick = _feed.Follow();
        for (var i = 0; i <= RevocationReader.Capacity; i++)
        {
            _feed.Publish([NewEnd()]);
            Assert.Single(quick.Take().Revoked);
        }

        Assert.Equal(1, _feed.Readers);
        Assert.Equal(RevocationReader.Capacity, slow.Take().Revoked.Count);
        Assert.False(await slow.WaitAsync(Cancellation));
    }

    [Fact]
    public void A_reader_that_has_left_is_forgotten()
    {
        _feed.Follow().Dispose();

        _feed.Publish([NewEnd()]);

        Assert.Equal(0, _feed.Readers);
    }

    private static RevokedSession NewEnd() => RevokedSession.Ended(SessionId.Create(Start), TimeSpan.FromMinutes(10));
}
