using System.Security.Claims;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation;
using Cardea.Validation.Connections;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Circuits;

/// <summary>
/// The user of a Blazor circuit. A circuit has no requests, so it follows the feed: when the session ends, the circuit has no user any more.
/// When access tokens are recalled, the user gets the current claims. The feed does not tell of a session that was idle for too long, so the
/// circuit asks for it every minute.
/// </summary>
internal sealed class CircuitUser : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly OpenConnections _connections;
    private readonly ISessions _sessions;
    private readonly AccessTokenCheck _check;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private OpenConnection? _watched;
    private ITimer? _timer;
    private bool _isDisposed;

    public CircuitUser(
        OpenConnections connections,
        ISessions sessions,
        [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check,
        TimeProvider clock)
    {
        (_connections, _sessions, _check, _clock) = (connections, sessions, check, clock);
        AuthenticationStateChanged += state => _ = WatchAsync(state);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Forget();
        }
    }

    // Blazor sets the user of the request when the circuit begins.
    private async Task WatchAsync(Task<AuthenticationState> state)
    {
        var user = (await state).User;
        var isOfCardea = AccessTokenId.TryParse(user.FindFirst(ClaimNames.TokenId)?.Value, out var token);
        lock (_gate)
        {
            Forget();
            if (isOfCardea && !_isDisposed)
            {
                _watched = _connections.Open(token, user.FindFirst(ClaimNames.TokenId)!.Issuer);
                _watched.Ended.Register(() => _ = RenewAsync(token.SessionId));
                _timer = _clock.CreateTimer(_ => _ = AskAsync(user.GetUserId(), token.SessionId), state: null, Interval, Interval);
            }
        }
    }

    private void Forget()
    {
        _watched?.Dispose();
        _timer?.Dispose();
        (_watched, _timer) = (null, null);
    }

    private async Task AskAsync(UserId user, SessionId session)
    {
        try
        {
            if ((await _sessions.ListAsync(user)).All(live => live.Id != session))
            {
                await RenewAsync(session);
            }
        }
        catch (StoreUnavailableException)
        {
            // The next minute asks again. If the store is gone for long, the connection closes.
        }
    }

    private async Task RenewAsync(SessionId session) => SetAuthenticationState(Task.FromResult(await FindAsync(session)));

    private async Task<AuthenticationState> FindAsync(SessionId session)
    {
        try
        {
            return await _sessions.IssueAccessTokenAsync(session) is { } token
                && await _check.CheckAsync(token.Reveal().AsMemory()) is AccessTokenValidation.Accepted { Token: var verified }
                    ? new(verified.CreatePrincipal())
                    : Nobody;
        }
        catch (StoreUnavailableException)
        {
            // The store does not say whether the session is live. The next load of the page asks again.
            return Nobody;
        }
    }
}
