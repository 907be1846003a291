using System.Globalization;

namespace Cardea.AspNetCore.Callers;

/// <summary>The name of a cookie of the issuer.</summary>
/// <param name="Text">The name.</param>
/// <param name="IsSecure">True if browsers send the cookie over TLS only. Its name has the prefix <c>__Host-</c> or <c>__Secure-</c> then.</param>
internal readonly record struct CookieName(string Text, bool IsSecure)
{
    /// <summary>Names a cookie.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="kind">What the cookie holds, as the end of its name; null for the refresh token.</param>
    public static CookieName Of(CardeaOptions options, string? kind = null)
    {
        // Browsers differ about __Host- over http, and keep the cookies of all ports of a host together. The issuer decides, never the request.
        var isSecure = !Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme == Uri.UriSchemeHttps;
        var start = isSecure ? "__Host-cardea" : string.Create(CultureInfo.InvariantCulture, $"cardea-{issuer!.Port}");
        return new(kind is null ? start : $"{start}-{kind}", isSecure);
    }

    /// <summary>Names a cookie that goes to the addresses below one path only. With the prefix <c>__Host-</c>, browsers would not keep it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="kind">What the cookie holds, as the end of its name.</param>
    public static CookieName OfPath(CardeaOptions options, string kind)
    {
        var name = Of(options, kind);
        return name with { Text = name.Text.Replace("__Host-", "__Secure-", StringComparison.Ordinal) };
    }
}
