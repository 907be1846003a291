using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tests.Keys;
using Cardea.Tests.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

public sealed class RefreshTokenRotationTests : IAsyncLifetime
{
    private static readonly UserId Ada = new("ada");

    private readonly KeyRings _nodes = new();
    private readonly KeyRing _keys;
    private readonly RevocationIndex _index;
    private readonly DecidedStore _store;
    private readonly RefreshTokenRotation _rotation;

    public RefreshTokenRotationTests()
    {
        _keys = _nodes.New();
        _index = new(_nodes.Clock);
        _store = new(_nodes.Store);
        var feed = new RevocationFeed(_index, _keys);
        _rotation = new(_store, _keys, feed, new(_store, feed, _index, _keys, _nodes.Options, _nodes.Clock), _nodes.Clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _keys.ReloadAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cdr_")]
    [InlineData("cdr_AQAHAZejssTVfm-KmwwdLj9KWwAAAQKgoaKjpKWmp6ipqqusra6vsLGys7S1tre4ubq7vL2-v3o4tUA2BQ2xS0pOFfnBJaM")]
    public async Task What_we_did_not_issue_never_reaches_the_store(string? text)
    {
        Assert.IsType<RotationOutcome.Unknown>(await RotateAsync(text));
        Assert.Equal((0, 0), (_store.Reads, _store.Asked));
    }

    [Fact]
    public async Task What_has_expired_for_good_never_reaches_the_store()
    {
        var token = NewToken();
        _nodes.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<RotationOutcome.Expired>(await RotateAsync(token.Reveal()));
        Assert.Null(await _rotation.InspectAsync(token, Cancellation));
        Assert.Equal((0, 0), (_store.Reads, _store.Asked));
    }

    [Fact]
    public async Task What_may_be_good_is_not_refused_while_the_store_is_away()
    {
        var token = NewToken();
        _nodes.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => RotateAsync(token.Reveal()));
    }

    [Fact]
    public async Task A_node_that_does_not_know_what_is_revoked_moves_nothing()
    {
        var token = NewToken();
        _store.Outcome = Goes(token, recalls: 0);
        await RotateAsync(token.Reveal());
        _nodes.Clock.Advance(_nodes.Options.StalenessBound + TimeSpan.FromTicks(1));
        _store.IsAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => RotateAsync(token.Reveal()));
        Assert.Equal(1, _store.Asked);
    }

    [Fact]
    public async Task A_node_that_answers_that_a_session_is_over_refuses_its_access_tokens_from_then_on()
    {
        var (ended, inspected, replayed) = (NewToken(), NewToken(), NewToken());
        _store.Outcome = new RotationOutcome.Ended();
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(ended.Reveal()));
        Assert.Null(await _rotation.InspectAsync(inspected, Cancellation));
        _store.Outcome = new RotationOutcome.Replayed(Ada, RevokedSession.Ended(replayed.SessionId, TimeSpan.FromMinutes(10)));
        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(replayed.Reveal()));

        Assert.All([ended, inspected, replayed], token => Assert.True(_index.Refuses(new(token.SessionId, 1000))));
    }

    [Fact]
    public async Task A_node_that_goes_on_refuses_the_access_tokens_that_the_row_says_are_recalled()
    {
        var token = NewToken();
        _store.Outcome = Goes(token, recalls: 2);
        await RotateAsync(token.Reveal());

        Assert.True(_index.Refuses(new(token.SessionId, 1)));
        Assert.False(_index.Refuses(new(token.SessionId, 2)));
    }

    [Fact]
    public async Task What_is_unknown_adds_nothing_to_the_index()
    {
        _store.Outcome = new RotationOutcome.Unknown();
        await RotateAsync(NewToken().Reveal());
        _store.Outcome = Goes(NewToken(), recalls: 0);
        await RotateAsync(NewToken().Reveal());

        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public async Task A_replay_whose_commit_no_standby_has_confirmed_is_refused_here_all_the_same()
    {
        var token = NewToken();
        _store.Outcome = new RotationOutcome.Replayed(Ada, RevokedSession.Ended(token.SessionId, TimeSpan.FromMinutes(10)));
        _store.IsUnconfirmed = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => RotateAsync(token.Reveal()));
        Assert.True(_index.Refuses(new(token.SessionId, 0)));
    }

    [Fact]
    public async Task Looking_at_a_token_says_whose_session_it_would_continue()
    {
        var token = NewToken();
        _store.Outcome = Goes(token, recalls: 0);
        Assert.Equal(Ada, (await _rotation.InspectAsync(token, Cancellation))?.UserId);

        _store.Outcome = new RotationOutcome.Unknown();
        Assert.Null(await _rotation.InspectAsync(token, Cancellation));
    }

    private RefreshToken NewToken() => _keys.CurrentRefresh().Begin(SessionId.Create(KeyRings.Start.AddDays(1)));

    private RotationOutcome.Rotated Goes(RefreshToken token, int recalls) =>
        new(new(token.SessionId, token.Next(), new(Ada, KeyRings.Start, ["pwd"], Roles: []), recalls, _nodes.Clock.GetUtcNow()));

    private Task<RotationOutcome> RotateAsync(string? text) => _rotation.RotateAsync(text, static (_, _) => null, Cancellation);

    /// <summary>A store that has decided.</summary>
    private sealed class DecidedStore(IKeyStore keys) : FeedOnlySessionStore(keys)
    {
        public RotationOutcome? Outcome { get; set; }

        public bool IsUnconfirmed { get; set; }

        public int Asked { get; private set; }

        public override Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken)
        {
            Asked++;
            return Outcome is null ? base.RotateAsync(presented, report, cancellationToken)
                : IsUnconfirmed ? Task.FromException<RotationOutcome>(new StoreUnavailableException("No standby has confirmed it.") { Unconfirmed = Outcome })
                : Task.FromResult(Outcome);
        }

        public override Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken)
        {
            Asked++;
            return Outcome is null ? base.InspectAsync(presented, cancellationToken) : Task.FromResult(Outcome);
        }
    }
}
