using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.Links;
using Cardea.Providers.Protocol;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>Sends a browser back whose attempt has failed or needs more.</summary>
internal static class BackToBrowser
{
    /// <summary>
    /// Sends the browser to the return address, with the code in the fragment. Cardea's own pages get the code in the query as well: they work
    /// without scripts, and no server sees a fragment.
    /// </summary>
    public static SeeOther WithError(Attempt attempt, string code, PublicAddresses addresses, HttpRequest request)
    {
        var (address, own) = (attempt.ReturnUrl, new Uri(attempt.ReturnUrl));
        return SeeOther.WithError(
            addresses.ReadsError(own, request.PathBase) ? $"{address}{(own.Query.Length > 0 ? '&' : '?')}error={Uri.EscapeDataString(code)}" : address,
            code);
    }
}
