using Cardea.AspNetCore.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Metadata;

/// <summary>Answers the issuer's metadata (RFC 8414), also under the name that clients of OpenID Connect use.</summary>
internal static class MetadataEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/oauth-authorization-server", GetMetadata).WithSummary("Issuer metadata (RFC 8414)");
        endpoints.MapGet("/.well-known/openid-configuration", GetMetadata).WithSummary("Issuer metadata, for clients of OpenID Connect");
    }

    private static Ok<MetadataResponse> GetMetadata(HttpRequest request, CardeaOptions options, PublicAddresses addresses) =>
        TypedResults.Ok(MetadataResponse.Of(options.Issuer, path => addresses.Of(path, request.PathBase)));
}
