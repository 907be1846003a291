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
/// When access tokens are recalled, the user gets the current claims.
/// </summary>
internal sealed class CircuitUser : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly OpenConnections _connections;
    private readonly ISessions _sessions;
    private readonly AccessTokenCheck _check;
    private readonly Lock _gate = new();
    private OpenConnection? _watched;
    private bool _isDisposed;

    public CircuitUser(
        OpenConnections connections, ISessions sessions, [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check)
    {
        (_connections, _sessions, _check) = (connections, sessions, check);
        AuthenticationStateChanged += state => _ = WatchAsync(state);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _watched?.Dispose();
        }
    }

    // Blazor sets the user of the request when the circuit begins.
    private async Task WatchAsync(Task<AuthenticationState> state)
    {
        var user = (await state).User;
        var isOfCardea = AccessTokenId.TryParse(user.FindFirst(ClaimNames.TokenId)?.Value, out var token);
        lock (_gate)
        {
            _watched?.Dispose();
            _watched = null;
            if (isOfCardea && !_isDisposed)
            {
                _watched = _connections.Open(token, user.FindFirst(ClaimNames.TokenId)!.Issuer);
                _watched.Ended.Register(() => _ = RenewAsync(token.SessionId));
            }
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
