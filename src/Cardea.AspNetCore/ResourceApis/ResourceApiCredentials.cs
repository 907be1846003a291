using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.ResourceApis;

/// <summary>
/// Admits only the configured resource APIs, by HTTP Basic (RFC 7617). This is not an authentication scheme of the app: with two
/// schemes, the scheme for access tokens would no longer be the default.
/// </summary>
internal static class ResourceApiCredentials
{
    private const string Scheme = "Basic";
    private const string Challenge = "Basic realm=\"cardea\", charset=\"UTF-8\"";

    /// <summary>Guards an endpoint. The check comes before the request's body is read.</summary>
    public static TBuilder RequireResourceApi<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(static endpoint =>
        {
            var serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => LetIn(context) ? serve(context) : RefuseAsync(context);
        });
        return endpoints.WithMetadata(new ResourceApiOnly());
    }

    /// <summary>Returns the name of the resource API that sent a request to a guarded endpoint.</summary>
    public static string GetResourceApi(this HttpContext context) => context.Features.GetRequiredFeature<ResourceApi>().Name;

    private static bool LetIn(HttpContext context)
    {
        if (!TryRead(context.Request, out var name, out var secret))
        {
            return false;
        }

        ResourceApi? known = null;
        foreach (var api in context.RequestServices.GetRequiredService<CardeaOptions>().ResourceApis)
        {
            known = Matches(api, name, secret) ? api : known;
        }

        context.Features.Set(known);
        return known is not null;
    }

    private static bool TryRead(HttpRequest request, out string name, out string secret)
    {
        name = secret = "";
        if (request.Headers.Authorization is not [{ } header]
            || !AuthenticationHeaderValue.TryParse(header, out var authorization)
            || !authorization.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[authorization.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(authorization.Parameter ?? "", bytes, out var written))
        {
            return false;
        }

        var credentials = Encoding.UTF8.GetString(bytes, 0, written);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        (name, secret) = colon < 0 ? (credentials, "") : (credentials[..colon], credentials[(colon + 1)..]);
        return true;
    }

    // Clients of OAuth send both parts form-encoded (RFC 6749, section 2.3.1), clients of plain HTTP do not. Every API is compared in
    // full, to prevent a timing attack.
    private static bool Matches(ResourceApi api, string name, string secret) =>
        AreEqual(api.Name, name) & (AreEqual(api.Secret, secret) | AreEqual(api.Secret, System.Net.WebUtility.UrlDecode(secret)));

    private static bool AreEqual(string expected, string presented) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(presented)));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        IResult refusal = context.GetEndpoint()?.Metadata.GetMetadata<AnswersAsOAuth>() is null
            ? ContractProblem.InvalidClient
            : OAuthError.InvalidClient;
        return refusal.ExecuteAsync(context);
    }
}
