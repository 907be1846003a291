using System.Globalization;

namespace Cardea.Cookies;

/// <summary>The origin of an address, in the one spelling that browsers send (RFC 6454, section 6.2).</summary>
internal static class WebOrigin
{
    /// <summary>Returns the origin of an address; <see langword="null"/> if the text is no http(s) address.</summary>
    public static string? Of(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? Of(uri) : null;

    /// <summary>Returns the origin of an address; <see langword="null"/> if it is not http(s).</summary>
    public static string? Of(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        {
            return null;
        }

        // A browser sends a name with letters beyond ASCII in its ASCII form, and an IPv6 address in brackets.
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost.Trim('[', ']')}]" : address.IdnHost;
        return address.IsDefaultPort
            ? $"{address.Scheme}://{host}"
            : string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{host}:{address.Port}");
    }
}
