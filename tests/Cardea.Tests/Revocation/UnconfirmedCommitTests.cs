using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tests.Keys;
using Cardea.Tokens;

namespace Cardea.Tests.Revocation;

/// <summary>What was committed, but confirmed by no standby: whoever asked is told 503, and this node knows it.</summary>
public sealed class UnconfirmedCommitTests
{
    private readonly KeyRings _nodes = new();
    private readonly RevocationIndex _index;
    private readonly RevocationFeed _feed;

    public UnconfirmedCommitTests()
    {
        _index = new(_nodes.Clock);
        _feed = new(_index, _nodes.New());
    }

    [Fact]
    public async Task It_is_refused_here_and_told_to_those_who_follow_before_the_error_is_passed_on()
    {
        using var reader = _feed.Follow();
        var end = NewEnd();
        var unconfirmed = new StoreUnavailableException("No standby has confirmed it.") { Unconfirmed = new SessionEnd.Ended(end, new("ada")) };

        Assert.Same(unconfirmed, await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync(Task.FromException<SessionEnd>(unconfirmed))));
        Assert.True(_index.Refuses(new(end.SessionId, 0)));
        Assert.Equal([end], reader.Take().Revoked);
    }

    [Fact]
    public async Task A_step_that_revoked_nothing_or_came_to_nothing_publishes_nothing()
    {
        using var reader = _feed.Follow();
        foreach (var result in (object?[])[new SessionEnd.Over(), null, "something else"])
        {
            var unconfirmed = new StoreUnavailableException("No standby has confirmed it.") { Unconfirmed = result };
            await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync(Task.FromException<SessionEnd>(unconfirmed)));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PublishAsync(Task.FromException<SessionEnd>(new StoreUnavailableException())));
        Assert.Equal(0, _index.Count);
        Assert.Empty(reader.Take().Revoked);
    }

    [Fact]
    public async Task What_is_confirmed_is_published_before_its_result_is_passed_on()
    {
        var end = NewEnd();
        var result = new SessionEnd.Ended(end, new("ada"));

        Assert.Same(result, await PublishAsync(Task.FromResult<SessionEnd>(result)));
        Assert.True(_index.Refuses(new(end.SessionId, 0)));
    }

    private static RevokedSession NewEnd() => RevokedSession.Ended(SessionId.Create(KeyRings.Start), TimeSpan.FromMinutes(10));

    private Task<SessionEnd> PublishAsync(Task<SessionEnd> step) =>
        _feed.PublishAsync(step, static end => end is SessionEnd.Ended ended ? [ended.End] : []);
}
