using Cardea.AspNetCore.Links;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.Protocol;

/// <summary>The public addresses of what belongs to one provider.</summary>
internal static class ProviderAddresses
{
    /// <summary>Returns an address below <c>/auth/external/{provider}</c>.</summary>
    /// <param name="addresses">The public addresses.</param>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="rest">What follows, with its slash; empty for the provider's own address.</param>
    /// <param name="pathBase">The path base of the request.</param>
    public static string OfProvider(this PublicAddresses addresses, string provider, string rest, PathString pathBase = default) =>
        addresses.Of($"/auth/external/{{provider}}{rest}", pathBase).Replace("{provider}", provider, StringComparison.Ordinal);
}
