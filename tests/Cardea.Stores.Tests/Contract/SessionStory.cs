using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Stores.Tests.Contract;

/// <summary>What happens to one session, in the store and in the model: they must agree at every step.</summary>
internal sealed class SessionStory(Node node, TestDatabase database, CardeaOptions options, FakeTimeProvider clock, NewSession session)
{
    private readonly Holder _owner = new(session.FirstToken) { Access = new(session.Id, Recalls: 0, Generation: 0) };
    private Holder? _thief;
    private SessionModel _model = SessionModel.Begin(session.CreatedAt);
    private SessionModel _copy = SessionModel.Begin(session.CreatedAt);
    private int? _known;
    private bool _thiefWasSeen;
    private bool _loggedOut;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task TakeAsync(StoryStep step)
    {
        switch (step)
        {
            case StoryStep.OwnerRefreshes:
                await OwnerAsync(() => PresentAsync(_owner, isLost: false));
                break;
            case StoryStep.OwnerLosesTheAnswer:
                await OwnerAsync(() => PresentAsync(_owner, isLost: true));
                break;
            case StoryStep.OwnerProvesWithTheToken:
                await OwnerAsync(() => ProveAsync(_owner.Token, isLost: false));
                break;
            case StoryStep.OwnerProvesAndLosesTheAnswer:
                await OwnerAsync(() => ProveAsync(_owner.Token, isLost: true));
                break;
            case StoryStep.OwnerProvesWithoutTheToken:
                await OwnerAsync(() => ProveAsync(presented: null, isLost: false));
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
            case StoryStep.AccessTokensAreRecalled:
                await RecallAsync();
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
            case StoryStep.NodeWritesBack:
                await WriteBackAsync();
                break;
            case StoryStep.OwnerLogsOut:
                await LogOutAsync();
                break;
        }
    }

    /// <summary>Once both use their tokens outside the grace, the session dies, or one of owner and thief is cut off.</summary>
    public async Task EndAsync()
    {
        await WriteBackAsync();
        var refused = _thief is null;
        for (var round = 0; round < 3; round++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            refused |= !await OwnerAsync(() => PresentAsync(_owner, isLost: false));
            await CallAnApiAsync(_owner);
            if (_thief is not null)
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                _thiefWasSeen = true;
                refused |= !await PresentAsync(_thief, isLost: false);
            }
        }

        Assert.True(refused, "Owner and thief both live on.");
        var stored = await database.ReadAsync(session.Id);
        Assert.Equal(new(_model.Generation, _model.Parent, _model.Proved, _model.Recalls, _model.MovedAt, _model.AuthTime), stored);
        var read = FeedTrail.Strongest((await FeedTrail.ReadAsync(node.Revocations, from: null, Stop)).Revocations);
        Assert.Equal(_model.Lowest, read.Where(revoked => revoked.SessionId == session.Id).Select(static revoked => (int?)revoked.LowestRecalls).SingleOrDefault());
    }

    private async Task<bool> OwnerAsync(Func<Task<bool>> step)
    {
        var isIdle = _model.IsIdle(Now, options);
        var continued = await step();
        Assert.True(continued || isIdle || _loggedOut || _thiefWasSeen, "An honest client was refused.");
        return continued;
    }

    private async Task<bool> PresentAsync(Holder holder, bool isLost)
    {
        var expected = _model.Present(holder.Token.Generation, Now, options);
        return Compare(expected, await node.Rotations.RotateAsync(holder.Token, Stop), holder, holder.Token, isLost);
    }

    private async Task<bool> ProveAsync(RefreshToken? presented, bool isLost)
    {
        var expected = _model.Prove(presented?.Generation, Now, options);
        var happened = SecurityEvent.Of(SecurityEventKind.Reauthenticated, session.Subject.UserId, session.Id, device: null, Now);
        var outcome = await node.Rotations.ReauthenticateAsync(
            new(session.Id, session.Subject.UserId, ["pwd"], presented), happened, Presenting.Report, Stop);
        return Compare(expected, outcome, _owner, presented, isLost);
    }

    private bool Compare(
        (string Outcome, int? Answer, SessionModel After) expected, RotationOutcome outcome, Holder holder, RefreshToken? presented, bool isLost)
    {
        _model = expected.After;
        Learn();
        Assert.Equal(expected.Outcome, outcome.GetType().Name);
        if (outcome is not RotationOutcome.Continued { Grant: var grant })
        {
            Assert.Null(expected.Answer);
            return false;
        }

        Assert.Equal((_model.Recalls, _model.AuthTime, Now), (grant.Recalls, grant.Subject.AuthTime, grant.At));
        Assert.Equal(expected.Answer is { } answer ? presented!.Descend(answer).Reveal() : null, grant.Successor?.Reveal());
        if (!isLost)
        {
            holder.Token = grant.Successor ?? holder.Token;
            holder.Access = new(session.Id, grant.Recalls, grant.Successor?.Generation);
        }

        return true;
    }

    // A token that a node refuses is no receipt.
    private async Task CallAnApiAsync(Holder holder)
    {
        if (holder.Access is { } access && !(access.Recalls < _known))
        {
            await node.Rotations.RecordReceiptsAsync([access], Stop);
            _model = _model.Receive(access.Generation ?? -1, Now, options);
        }
    }

    private async Task RecallAsync()
    {
        var recalled = await node.Sessions.RecallAllAsync(session.Subject.UserId, Stop);
        Assert.Equal(_model.Ended ? 0 : 1, recalled.Count);
        _model = _model.Ended ? _model : _model.Recall();
        Learn();
    }

    private async Task WriteBackAsync()
    {
        if (_known is { } known)
        {
            var written = await node.Revocations.WriteBackAsync([new(session.Id, known, TimeSpan.FromHours(1))], Stop);
            var after = _model.WriteBack(known);
            Assert.Equal(after == _model ? 0 : 1, written.Count);
            _model = after;
        }
    }

    private async Task LogOutAsync()
    {
        var end = await node.Sessions.EndAsync(session.Id, session.Subject.UserId, EndReason.LoggedOut, Stop);
        Assert.Equal(_model.Ended, end is SessionEnd.Over);
        _loggedOut = true;
        _model = _model.Ended ? _model : _model.End();
        Learn();
    }

    // The nodes do not forget what they have learned when the database does.
    private void Learn() => _known = _model.Lowest > (_known ?? 0) ? _model.Lowest : _known;

    private sealed class Holder(RefreshToken token)
    {
        public RefreshToken Token { get; set; } = token;

        public AccessTokenId? Access { get; set; }
    }
}
