using Cardea.AspNetCore.Problems;
using Cardea.Cookies;
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
    public string Of(string path, PathString pathBase = default) => Below(Find(path) ?? path, pathBase);

    /// <summary>Returns the address of a page; null if the app has not mapped it.</summary>
    /// <param name="path">The path, such as <c>/account/sign-in</c>.</param>
    /// <param name="pathBase">The path base of the request.</param>
    public string? FindPage(string path, PathString pathBase) => Find(path) is { } mapped ? Below(mapped, pathBase) : null;

    /// <summary>True if an address is one of the pages that read an error in their query (<see cref="ReadsError"/>).</summary>
    /// <param name="address">The address. Its query does not count.</param>
    /// <param name="pathBase">The path base of the request.</param>
    public bool ReadsError(Uri address, PathString pathBase) =>
        WebOrigin.Of(address) == WebOrigin.Of(options.Issuer)
        && endpoints.Endpoints.OfType<RouteEndpoint>().Any(endpoint =>
            endpoint.Metadata.GetMetadata<ReadsError>() is not null && new Uri(Below(PathOf(endpoint), pathBase)).AbsolutePath == address.AbsolutePath);

    private string Below(string mapped, PathString pathBase)
    {
        var issuer = new Uri(options.Issuer);
        var below = issuer.AbsolutePath.TrimEnd('/') is { Length: > 0 } ofIssuer ? ofIssuer : pathBase.Value ?? "";

        // The issuer of an app that maps Cardea below a prefix may have the prefix.
        var isBelow = new PathString(mapped).StartsWithSegments(below, StringComparison.OrdinalIgnoreCase);
        return $"{issuer.GetLeftPart(UriPartial.Authority)}{(isBelow ? "" : below)}{mapped}";
    }

    // An app may have Cardea below a prefix. One with a variable in it can't be known here.
    private string? Find(string path) =>
        (from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
         where endpoint.Metadata.GetMetadata<ContractMetadata>() is not null || endpoint.Metadata.GetMetadata<OwnAnswers>() is not null
         let mapped = PathOf(endpoint)
         where mapped.EndsWith(path, StringComparison.OrdinalIgnoreCase) && !mapped.AsSpan(0, mapped.Length - path.Length).Contains('{')
         select mapped).FirstOrDefault();

    private static string PathOf(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText?.Trim('/')}";
}
