using Cardea.Client;
using Cardea.Client.Rotation;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an HTTP client send the access tokens of its users.</summary>
public static class CardeaHttpClientBuilderExtensions
{
    /// <summary>
    /// Sends an access token with each request of this client, refreshes ahead of its expiry, and refreshes and repeats once if
    /// the API answers that the token is invalid. A request that has an <c>Authorization</c> header is left alone. While nobody
    /// is signed in, requests go without a token.
    /// </summary>
    /// <param name="builder">The result of <c>AddHttpClient(…)</c>.</param>
    /// <param name="configure">Settings.</param>
    public static IHttpClientBuilder AddCardeaTokens(this IHttpClientBuilder builder, Action<CardeaTokensOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.AddOptions<CardeaTokensOptions>(name).Configure(configure ?? (static _ => { }));
        return builder.AddHttpMessageHandler(services => new CardeaTokensHandler(
            services.GetService<TokenSource>() ?? throw new InvalidOperationException("AddCardeaTokens() needs the client of an issuer: call services.AddCardeaClient(…)."),
            services.GetRequiredService<RegisteredStore>(),
            services.GetRequiredService<IOptionsMonitor<CardeaTokensOptions>>().Get(name)));
    }
}
