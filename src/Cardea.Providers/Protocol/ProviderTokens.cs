using System.Collections.Concurrent;
using System.Security.Claims;
using Cardea.Providers.Settings;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Client;

namespace Cardea.Providers.Protocol;

/// <summary>Checks tokens that a provider signed and that come another way than by a browser's attempt: id tokens of native apps, and logout tokens.</summary>
internal sealed class ProviderTokens(IOptions<OpenIddictClientOptions> client, IHttpClientFactory http, TimeProvider clock) : IDisposable
{
    /// <summary>The algorithms of signatures. A secret that provider and service share would let each make the tokens of the other.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Reader = new() { MapInboundClaims = false };

    private readonly ConcurrentDictionary<string, ProviderKeys> _keys = new(StringComparer.Ordinal);

    /// <summary>Checks the signature, the lifetime and the audience of a token.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="token">The token.</param>
    /// <param name="audiences">The ids that the token may be for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The claims, and the issuer that the provider's metadata names; null if the token is not valid.</returns>
    /// <exception cref="HttpRequestException">The provider does not answer, or its answer can't be read.</exception>
    public async Task<(ClaimsPrincipal Claims, string? Issuer)?> CheckAsync(
        Provider provider, string? token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 } || !Reader.CanReadToken(token) || Read(token) is not { } parsed || !Algorithms.Contains(parsed.Alg))
        {
            return null;
        }

        using var patience = new CancellationTokenSource(ProviderClient.Patience, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var configuration = await FindAsync(provider, deadline.Token);
        var result = await Reader.ValidateTokenAsync(parsed, new()
        {
            // The caller compares the issuer byte for byte: Microsoft has many.
            IssuerValidator = static (issuer, _, _) => issuer,
            ValidAudiences = audiences,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = IdentityReader.Skew,
            IssuerSigningKeys = await KeysOfAsync(provider, configuration, parsed.Kid, deadline.Token),
        });
        return result.IsValid && parsed.Audiences.Count() == 1 ? (new(result.ClaimsIdentity), configuration.Issuer?.OriginalString) : null;
    }

    public void Dispose()
    {
        foreach (var keys in _keys.Values)
        {
            keys.Dispose();
        }
    }

    private static JsonWebToken? Read(string token)
    {
        try
        {
            return Reader.ReadJsonWebToken(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<OpenIddictConfiguration> FindAsync(Provider provider, CancellationToken cancellationToken)
    {
        var registration = client.Value.Registrations.First(registration => registration.ProviderName == provider.Name);
        try
        {
            return await registration.ConfigurationManager!.GetConfigurationAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or IOException)
        {
            throw new HttpRequestException($"The metadata of the provider {provider.Name} can't be read.", exception);
        }
    }

    private async Task<IEnumerable<SecurityKey>> KeysOfAsync(
        Provider provider, OpenIddictConfiguration configuration, string? kid, CancellationToken cancellationToken)
    {
        IEnumerable<SecurityKey> known = configuration.SigningKeys;
        if (kid is null || known.Any(key => key.KeyId == kid))
        {
            return known;
        }

        try
        {
            return await _keys.GetOrAdd(provider.Name, _ => new(http, clock)).FindAsync(configuration.JsonWebKeySetUri, kid, cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw new HttpRequestException($"The keys of the provider {provider.Name} do not come.", exception);
        }
    }
}
