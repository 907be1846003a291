using Cardea.Revocation;
using Cardea.Sessions;

namespace Cardea.Tests.Revocation;

public sealed class RevocationFeedTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RevocationIndex _index = new(TimeProvider.System);
    private readonly RevocationFeed _feed;

    public RevocationFeedTests() => _feed = new(_index);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_published_is_refused_here_and_told_to_every_reader()
    {
        using var one = _feed.Follow();
        using var other = _feed.Follow();
        var revoked = NewEnd();

        _feed.Publish(revoked);

        Assert.True(_index.Refuses(new(revoked.SessionId, 7)));
        Assert.Equal([revoked], one.Take());
        Assert.Equal([revoked], other.Take());
        Assert.Empty(one.Take());
    }

    [Fact]
    public void Only_what_was_read_from_the_store_moves_the_cursor()
    {
        using var reader = _feed.Follow();
        _feed.Publish(new RevocationPage([NewEnd()], "5"));
        _feed.Publish(NewEnd());

        Assert.Equal(2, reader.Take().Count);
        Assert.Equal("5", reader.Cursor);
    }

    [Fact]
    public async Task A_reader_that_does_not_keep_up_is_cut_off_and_the_others_are_not()
    {
        using var slow = _feed.Follow();
        using var quick = _feed.Follow();
        for (var i = 0; i <= RevocationReader.Capacity; i++)
        {
            _feed.Publish(NewEnd());
            Assert.Single(quick.Take());
        }

        Assert.Equal(1, _feed.Readers);
        Assert.Equal(RevocationReader.Capacity, slow.Take().Count);
        Assert.False(await slow.WaitAsync(Cancellation));
    }

    [Fact]
    public void A_reader_that_has_left_is_forgotten()
    {
        _feed.Follow().Dispose();

        _feed.Publish(NewEnd());

        Assert.Equal(0, _feed.Readers);
    }

    private static RevokedSession NewEnd() => new(SessionId.Create(Start), RevokedSession.None, Start);
}
