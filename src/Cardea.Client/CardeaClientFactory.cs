using Cardea.Client.Accounts;
using Cardea.Client.Issuers;
using Cardea.Client.Rotation;
using Cardea.Client.Sessions;
using Cardea.Client.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Cardea.Client;

/// <summary>Creates clients for programs with many users, such as a server that calls APIs for the users of its pages.</summary>
public sealed class CardeaClientFactory
{
    private readonly IServiceProvider _services;

    internal CardeaClientFactory(IServiceProvider services) => _services = services;

    /// <summary>Creates a client for one user.</summary>
    /// <param name="store">
    /// Where the tokens of the user are. A store can be created for each request: all stores of one session share a refresh.
    /// </param>
    /// <returns>A client. It needs no disposal.</returns>
    public CardeaClient Create(ITokenStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new(
            store,
            _services.GetRequiredService<IssuerHttp>(),
            _services.GetRequiredService<AccountHttp>(),
            _services.GetRequiredService<TokenSource>(),
            _services.GetRequiredService<LocalSessions>(),
            _services.GetRequiredService<ClientStates>(),
            _services.GetRequiredService<IOptions<CardeaClientOptions>>(),
            _services.GetRequiredService<TimeProvider>(),
            _services.GetRequiredService<IHttpMessageHandlerFactory>(),
            _services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>());
    }
}
