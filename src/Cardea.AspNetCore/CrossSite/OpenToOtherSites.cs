using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.CrossSite;

/// <summary>
/// Marks the endpoints that browsers call from other sites by design. Such an endpoint reads none of the session's cookies and writes none,
/// and has a protection of its own.
/// </summary>
internal sealed class OpenToOtherSites
{
    private OpenToOtherSites()
    {
    }

    /// <summary>The mark.</summary>
    public static OpenToOtherSites Instance { get; } = new();

    /// <summary>True if other sites may call the endpoint of a request.</summary>
    public static bool Includes(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OpenToOtherSites>() is not null;
}
