using System.Text.Json;
using Cardea.AspNetCore.Links;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;

namespace Cardea.Providers.Diagnosis;

/// <summary>
/// Finds out whether people can sign in with a provider, without a user: it asks the provider for what a sign-in needs. It reads the
/// documents itself, because OpenIddict only says that they are not usable, and not why.
/// </summary>
internal sealed class ProviderDiagnosis(IOptions<OpenIddictClientOptions> client, IHttpClientFactory http, PublicAddresses addresses)
{
    private const string Metadata = "metadata";
    private const string Keys = "keys";
    private const string ReachFix = "Let this machine reach the address: look at its firewall, its proxy (HTTPS_PROXY) and its name server.";

    /// <summary>Examines a provider.</summary>
    public async Task<IReadOnlyList<ProviderFinding>> RunAsync(Provider provider, CancellationToken cancellationToken)
    {
        List<ProviderFinding> findings =
        [
            new("return-address", $"Register this address with {provider.DisplayName} as the redirect address: {ConfigureOpenIddict.CallbackOf(provider, addresses)}"),
        ];
        var registration = client.Value.Registrations.First(registration => registration.ProviderName == provider.Name);
        if (provider.HasIdTokens)
        {
            findings.AddRange(await ExamineAsync(provider, registration.ConfigurationEndpoint!, cancellationToken));
        }
        else
        {
            findings.Add(await ReachAsync(provider, registration.Configuration!.TokenEndpoint!, cancellationToken));
        }

        return findings;
    }

    // GitHub has no metadata. Any answer shows that the network lets the service reach it.
    private async Task<ProviderFinding> ReachAsync(Provider provider, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var fetcher = http.CreateClient(ProviderKeys.HttpClientName);
            using var answer = await fetcher.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new(Metadata, $"{provider.DisplayName} has no metadata, and answers at {address}.");
        }
        catch (Exception exception) when (IsOfProvider(exception, cancellationToken))
        {
            return new(Metadata, $"{address} can't be reached: {Explain(exception)}.", ReachFix);
        }
    }

    private async Task<IReadOnlyList<ProviderFinding>> ExamineAsync(Provider provider, Uri address, CancellationToken cancellationToken)
    {
        var (metadata, wrong) = await FetchAsync(
            Metadata, address, static json => JsonSerializer.Deserialize(json, DiagnosisJson.Default.ProviderMetadata), $"Correct Cardea:Providers:{provider.Name}:Issuer.", cancellationToken);
        if (metadata is null)
        {
            return [wrong!];
        }

        if (metadata.Issuer is not { } issuer || !provider.IsNamedInMetadata(issuer))
        {
            return [new(Metadata, $"{address} names the issuer '{metadata.Issuer}', and the settings name another.", IssuerFix(provider, metadata.Issuer))];
        }

        if (metadata is not { AuthorizationEndpoint: { Length: > 0 }, TokenEndpoint: { Length: > 0 } } || !Uri.TryCreate(metadata.JwksUri, UriKind.Absolute, out var keys))
        {
            return [new(Metadata, $"{address} lacks one of authorization_endpoint, token_endpoint and jwks_uri.", "Ask the provider: without these addresses, nobody can sign in with it.")];
        }

        var named = new ProviderFinding(Metadata, $"{address} names the issuer {issuer}.");
        string[] usable = metadata.Algorithms is { } all ? [.. all.Intersect(ProviderTokens.Algorithms, StringComparer.Ordinal)] : [.. ProviderTokens.Algorithms];
        if (usable.Length == 0)
        {
            return
            [
                named,
                new(
                    "algorithms",
                    $"The provider signs only with {string.Join(", ", metadata.Algorithms ?? [])}.",
                    $"Choose another algorithm for this service at the provider: {string.Join(", ", ProviderTokens.Algorithms)}."),
            ];
        }

        return
        [
            named,
            new("algorithms", metadata.Algorithms is null ? "The metadata names no algorithm." : $"The provider signs with {string.Join(", ", usable)}."),
            await ExamineKeysAsync(keys, usable, cancellationToken),
        ];
    }

    private async Task<ProviderFinding> ExamineKeysAsync(Uri address, IReadOnlyList<string> algorithms, CancellationToken cancellationToken)
    {
        var (keys, wrong) = await FetchAsync(Keys, address, static json => new JsonWebKeySet(json), "Ask the provider: without its keys, nobody can sign in with it.", cancellationToken);
        if (keys is null)
        {
            return wrong!;
        }

        var count = keys.GetSigningKeys().Count(key => algorithms.Any(algorithm => CryptoProviderFactory.Default.IsSupportedAlgorithm(algorithm, key)));
        return count > 0
            ? new(Keys, $"{address} has {count} {(count == 1 ? "key" : "keys")} for these algorithms.")
            : new(Keys, $"{address} has no key for these algorithms.", "Ask the provider: without a key, no signature can be checked, and nobody can sign in with it.");
    }

    private async Task<(T? Document, ProviderFinding? Wrong)> FetchAsync<T>(string subject, Uri address, Func<string, T?> read, string fix, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var fetcher = http.CreateClient(ProviderKeys.HttpClientName);
            using var answer = await fetcher.GetAsync(address, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return (null, new(subject, $"{address} answers {(int)answer.StatusCode}.", fix));
            }

            return read(await answer.Content.ReadAsStringAsync(cancellationToken)) is { } document
                ? (document, null)
                : (null, new(subject, $"{address} is not the JSON that it must be.", fix));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return (null, new(subject, $"{address} is not the JSON that it must be.", fix));
        }
        catch (Exception exception) when (IsOfProvider(exception, cancellationToken))
        {
            return (null, new(subject, $"{address} can't be reached: {Explain(exception)}.", $"{ReachFix} {fix}"));
        }
    }

    private static string IssuerFix(Provider provider, string? issuer) => provider.Kind == ProviderKind.OpenIdConnect
        ? $"Set Cardea:Providers:{provider.Name}:Issuer to {issuer}, if this is the provider that you mean."
        : "Look at the proxy and the name server of this machine: something else answers for the provider.";

    private static bool IsOfProvider(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static string Explain(Exception exception) => exception is OperationCanceledException
        ? "it does not answer within five seconds"
        : (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
