using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Links;

/// <summary>
/// The addresses of Cardea's endpoints and pages as the public sees them: at the host of the issuer, and below what the app has mapped them.
/// The host never comes from a request.
/// </summary>
internal sealed class PublicAddresses(EndpointDataSource endpoints, CardeaOptions options)
{
    /// <summary>Returns an address.</summary>
    /// <param name="path">The path as the contract has it, such as <c>/oauth/token</c>, with its variables. What is not mapped is taken to be below the issuer.</param>
    /// <param name="pathBase">The path base of the request (<c>UsePathBase</c>). It counts where the issuer has no path.</param>
    public string Of(string path, PathString pathBase = default)
    {
        var issuer = new Uri(options.Issuer);
        var mapped = Find(path) ?? path;
        var below = issuer.AbsolutePath.TrimEnd('/') is { Length: > 0 } ofIssuer ? ofIssuer : pathBase.Value ?? "";

        // The issuer of an app that maps Cardea below a prefix may have the prefix.
        var isBelow = new PathString(mapped).StartsWithSegments(below, StringComparison.OrdinalIgnoreCase);
        return $"{issuer.GetLeftPart(UriPartial.Authority)}{(isBelow ? "" : below)}{mapped}";
    }

    // An app may have Cardea below a prefix. One with a variable in it can't be known here.
    private string? Find(string path) =>
        (from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
         where endpoint.Metadata.GetMetadata<ContractMetadata>() is not null || endpoint.Metadata.GetMetadata<OwnAnswers>() is not null
         let mapped = $"/{endpoint.RoutePattern.RawText?.Trim('/')}"
         where mapped.EndsWith(path, StringComparison.OrdinalIgnoreCase) && !mapped.AsSpan(0, mapped.Length - path.Length).Contains('{')
         select mapped).FirstOrDefault();
}
