using Cardea.Client.Accounts;
using Cardea.Client.Issuers;
using Cardea.Client.Rotation;
using Cardea.Client.Sessions;
using Cardea.Client.States;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Cardea.Client;

/// <summary>
/// Signs one user in and out, and gives the access tokens of the session. Safe for concurrent use. Each method throws a
/// <see cref="CardeaClientException"/> if the issuer refuses the request or gives no answer.
/// </summary>
public sealed partial class CardeaClient
{
    private readonly ITokenStore _store;
    private readonly IssuerHttp _issuer;
    private readonly AccountHttp _account;
    private readonly TokenSource _source;
    private readonly LocalSessions _sessions;
    private readonly ObservedState _observed;
    private readonly CardeaClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<string, HttpMessageHandler> _handlerOf;
    private readonly IOptionsMonitor<HttpClientFactoryOptions> _httpOptions;
    private readonly Lock _lock = new();
    private EventHandler<CardeaStateChangedEventArgs>? _stateChanged;

    internal CardeaClient(
        ITokenStore store,
        IssuerHttp issuer,
        AccountHttp account,
        TokenSource source,
        LocalSessions sessions,
        ClientStates states,
        IOptions<CardeaClientOptions> options,
        TimeProvider clock,
        IHttpMessageHandlerFactory handlers,
        IOptionsMonitor<HttpClientFactoryOptions> httpOptions)
    {
        _store = store;
        _issuer = issuer;
        _account = account;
        _source = source;
        _sessions = sessions;
        _observed = states.Of(store);
        _options = options.Value;
        _clock = clock;
        _handlerOf = name => new TokenStoreHandler(store, handlers.CreateHandler(name));
        _httpOptions = httpOptions;
    }

    /// <summary>
    /// The state has changed. Changes are reported one at a time and in order, on the thread that noticed. A handler can call the
    /// client.
    /// </summary>
    public event EventHandler<CardeaStateChangedEventArgs>? StateChanged
    {
        add
        {
            lock (_lock)
            {
                if (_stateChanged is null)
                {
                    _observed.Changed += Report;
                }

                _stateChanged += value;
            }
        }

        remove
        {
            lock (_lock)
            {
                _stateChanged -= value;
                if (_stateChanged is null)
                {
                    _observed.Changed -= Report;
                }
            }
        }
    }

    /// <summary>The state, as far as it is known. <see cref="GetStateAsync"/> reads the store first.</summary>
    public CardeaClientState State => _observed.Current;

    /// <summary>
    /// Reads the store, and tells the issuer of earlier sign-outs that it could not be told. Call it when the app starts.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The state. It may have been <see cref="CardeaClientState.Offline"/> before, and stays so until an answer comes.</returns>
    public async Task<CardeaClientState> GetStateAsync(CancellationToken cancellationToken = default)
    {
        await _sessions.SeeAsync(_store, cancellationToken);
        await _sessions.SendSignOutsAsync(_store, cancellationToken);
        return State;
    }

    /// <summary>Gives an access token, and refreshes first if that is due. Use it where no <see cref="HttpClient"/> sends the token, such as for SignalR.</summary>
    /// <param name="minLifetime">How long the token must live on; at most half of its lifetime counts. Default: long enough for one request.</param>
    /// <param name="audience">The program that the token is for: the issuer, or the audience of its APIs. Default: the issuer's default.</param>
    /// <param name="force">Whether to refresh in any case, for example after the roles of the user have changed.</param>
    /// <param name="cancellationToken">Cancels the wait. A refresh that has begun goes on, and its answer is stored.</param>
    /// <returns>The token, or null if nobody is signed in.</returns>
    /// <exception cref="CardeaClientException">No token is to be had now. The session is kept.</exception>
    public async Task<string?> GetAccessTokenAsync(
        TimeSpan? minLifetime = null, string? audience = null, bool force = false, CancellationToken cancellationToken = default) =>
        (await _source.GetAsync(_store, new() { MinLifetime = minLifetime, Audience = audience, Force = force }, cancellationToken))?.Value;

    /// <summary>
    /// Creates an HTTP client that sends the tokens of this client's user, over the pooled handlers of a registered client. For
    /// programs with many users. The registered client must have <c>AddCardeaTokens()</c>.
    /// </summary>
    /// <param name="name">The name of the client: that of <c>AddHttpClient(name)</c>.</param>
    /// <returns>A client. Disposing it does not dispose the pooled handlers.</returns>
    public HttpClient CreateHttpClient(string name)
    {
        var http = new HttpClient(_handlerOf(name));
        foreach (var configure in _httpOptions.Get(name).HttpClientActions)
        {
            configure(http);
        }

        return http;
    }

    private void Report(CardeaStateChangedEventArgs change) => _stateChanged?.Invoke(this, change);
}
