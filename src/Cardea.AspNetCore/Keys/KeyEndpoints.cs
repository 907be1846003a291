using Cardea.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Keys;

/// <summary>Answers the public keys of access tokens (RFC 7517).</summary>
internal static class KeyEndpoints
{
    /// <summary>How long the keys may be cached: shorter than <see cref="KeyRing.PublishedAhead"/>.</summary>
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/.well-known/jwks.json", GetKeys).WithSummary("The public keys that access tokens are checked with");

    private static Ok<JwksResponse> GetKeys(KeyRing keys, HttpResponse response)
    {
        response.GetTypedHeaders().CacheControl = new() { Public = true, MaxAge = MaximumAge };
        return TypedResults.Ok(new JwksResponse([.. keys.Published.Select(static key => JwkResponse.Of(key.PublicKey))]));
    }
}
