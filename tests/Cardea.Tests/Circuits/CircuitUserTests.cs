using System.Security.Claims;
using System.Threading.Channels;
using Cardea.AspNetCore.Circuits;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Circuits;

/// <summary>A circuit loses its user when the session is over, also when nothing but the time ends it.</summary>
public sealed class CircuitUserTests : IDisposable
{
    private const string Issuer = "https://id.example.org";

    private readonly FakeTimeProvider _clock = new();
    private readonly OpenConnections _connections = new();
    private readonly OneSession _sessions = new();
    private readonly SessionId _session;
    private readonly CircuitUser _user;
    private readonly Channel<Task<AuthenticationState>> _states = Channel.CreateUnbounded<Task<AuthenticationState>>();

    public CircuitUserTests()
    {
        var now = _clock.GetUtcNow();
        _session = SessionId.Create(now.AddHours(1));
        _sessions.Live = new(_session, new("ada"), new(null, null, null), now, now);

        // There is no token for an ended session, so nothing is checked.
        _user = new(_connections, _sessions, check: null!, _clock);
        var identity = new ClaimsIdentity([new("sub", "ada"), new("jti", $"{_session}.0", ClaimValueTypes.String, Issuer)], "test");
        _user.SetAuthenticationState(Task.FromResult(new AuthenticationState(new(identity))));
        _user.AuthenticationStateChanged += state => _states.Writer.TryWrite(state);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task A_session_that_was_idle_for_too_long_is_noticed_within_a_minute()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_states.Reader.TryRead(out _));

        _sessions.Live = null;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False((await await _states.Reader.ReadAsync(Stop)).User.Identity?.IsAuthenticated);
        Assert.Equal(0, _connections.Count);
    }

    [Fact]
    public async Task A_session_at_its_absolute_end_is_noticed_by_the_watch_over_connections()
    {
        _connections.CloseExpired(Issuer, _clock.GetUtcNow().AddMinutes(59));
        _connections.CloseExpired("https://other.example.org", _clock.GetUtcNow().AddHours(2));
        Assert.False(_states.Reader.TryRead(out _));

        _connections.CloseExpired(Issuer, _clock.GetUtcNow().AddHours(1));

        Assert.False((await await _states.Reader.ReadAsync(Stop)).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public void A_store_that_is_away_takes_no_user_away()
    {
        _sessions.IsAway = true;

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_states.Reader.TryRead(out _));
    }

    [Fact]
    public void A_circuit_that_is_closed_asks_no_more()
    {
        _user.Dispose();
        _sessions.Live = null;

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((0, 0), (_sessions.Asked, _connections.Count));
    }

    private sealed class OneSession : ISessions
    {
        public Session? Live { get; set; }

        public bool IsAway { get; set; }

        public int Asked { get; private set; }

        public Task<IReadOnlyList<Session>> ListAsync(UserId user, CancellationToken cancellationToken)
        {
            Asked++;
            return IsAway ? throw new StoreUnavailableException("The store is away.") : Task.FromResult<IReadOnlyList<Session>>(Live is { } live ? [live] : []);
        }

        public Task<AccessToken?> IssueAccessTokenAsync(SessionId session, CancellationToken cancellationToken) => Task.FromResult<AccessToken?>(null);

        public Task<bool> EndAsync(SessionId session, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task EndAllAsync(UserId user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RecallAsync(UserId user, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
