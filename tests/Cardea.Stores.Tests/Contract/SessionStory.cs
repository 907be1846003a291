using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Stores.Tests.Contract;

/// <summary>What happens to one session, in the store and in the model: they must agree at every step.</summary>
public sealed class SessionStory(Node node, TestDatabase database, CardeaOptions options, FakeTimeProvider clock, NewSession session)
{
    private readonly Holder _owner = new(session.FirstToken) { HasAccessToken = true };
    private Holder? _thief;
    private SessionModel _model = SessionModel.Begin(session.CreatedAt);
    private SessionModel _copy = SessionModel.Begin(session.CreatedAt);
    private bool _thiefWasSeen;
    private bool _loggedOut;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task TakeAsync(StoryStep step)
    {
        switch (step)
        {
            case StoryStep.OwnerRefreshes:
                await OwnerPresentsAsync(isLost: false);
                break;
            case StoryStep.OwnerLosesTheAnswer:
                await OwnerPresentsAsync(isLost: true);
                break;
            case StoryStep.OwnerCallsAnApi:
                await CallAnApiAsync(_owner);
                break;
            case StoryStep.ThiefCopiesTheToken:
                _thief ??= new(_owner.Token);
                break;
            case StoryStep.ThiefRefreshes when _thief is not null:
                _thiefWasSeen = true;
                await PresentAsync(_thief, isLost: false);
                break;
            case StoryStep.ThiefCallsAnApi when _thief is not null:
                await CallAnApiAsync(_thief);
                break;
            case StoryStep.SecondsPass:
                clock.Advance(TimeSpan.FromSeconds(10));
                break;
            case StoryStep.MinutesPass:
                clock.Advance(TimeSpan.FromMinutes(1));
                break;
            case StoryStep.DaysPass:
                clock.Advance(TimeSpan.FromDays(7));
                break;
            case StoryStep.DatabaseIsCopied:
                await database.SaveAsync();
                _copy = _model;
                break;
            case StoryStep.DatabaseFallsBack:
                await database.FallBackAsync();
                _model = _copy;
                break;
            case StoryStep.OwnerLogsOut:
                await LogOutAsync();
                break;
        }
    }

    /// <summary>Once both use their tokens outside the grace, the session dies, or one of owner and thief is cut off.</summary>
    public async Task EndAsync()
    {
        var refused = _thief is null;
        for (var round = 0; round < 3; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            refused |= !await OwnerPresentsAsync(isLost: false);
            await CallAnApiAsync(_owner);
            if (_thief is not null)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                _thiefWasSeen = true;
                refused |= !await PresentAsync(_thief, isLost: false);
            }
        }

        Assert.True(refused, "Owner and thief both live on.");
        await AssertFeedAsync();
    }

    private async Task<bool> OwnerPresentsAsync(bool isLost)
    {
        var isIdle = _model.IsIdle(clock.GetUtcNow(), options);
        var continued = await PresentAsync(_owner, isLost);
        Assert.True(continued || isIdle || _loggedOut || _thiefWasSeen, "An honest client was refused.");
        return continued;
    }

    private async Task<bool> PresentAsync(Holder holder, bool isLost)
    {
        var outcome = await node.Sessions.RotateAsync(holder.Token, Stop);
        var (expected, answer, after) = _model.Present(holder.Token.Generation, clock.GetUtcNow(), options);
        _model = after;

        Assert.Equal(expected, outcome.GetType().Name);
        if (outcome is not RotationOutcome.Continued continued)
        {
            Assert.Null(answer);
            return false;
        }

        Assert.Equal(holder.Token.Descend(Assert.NotNull(answer)).Reveal(), continued.Successor.Reveal());
        if (!isLost)
        {
            holder.Token = continued.Successor;
            holder.HasAccessToken = true;
        }

        return true;
    }

    private async Task CallAnApiAsync(Holder holder)
    {
        if (holder.HasAccessToken)
        {
            await node.Sessions.RecordReceiptsAsync([new(session.Id, holder.Token.Generation)], Stop);
            _model = _model.Show(holder.Token.Generation);
        }
    }

    private async Task LogOutAsync()
    {
        var now = clock.GetUtcNow();
        var end = await node.Sessions.EndAsync(session.Id, session.Subject.UserId, EndReason.LoggedOut, Stop);
        Assert.Equal(!_model.Ended && !_model.IsIdle(now, options), end is not null);
        if (end is not null)
        {
            _loggedOut = true;
            _model = _model.End(now, options);
        }
    }

    private async Task AssertFeedAsync()
    {
        var now = clock.GetUtcNow();
        var page = await node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        Assert.Equal(
            _model.Revocations.Where(revoked => revoked.ExpiresAt > now).Select(revoked => revoked.Lowest),
            page.Revocations.Where(revoked => revoked.SessionId == session.Id).Select(revoked => revoked.LowestGeneration));
    }

    private sealed class Holder(RefreshToken token)
    {
        public RefreshToken Token { get; set; } = token;

        public bool HasAccessToken { get; set; }
    }
}
