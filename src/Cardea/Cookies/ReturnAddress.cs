namespace Cardea.Cookies;

/// <summary>The addresses to which Cardea may send a browser: <see cref="CardeaOptions.ReturnUrls"/>, and the issuer's own origin.</summary>
internal static class ReturnAddress
{
    // Below the path of the issuer: see the HTTP contract.
    private static readonly string[] OfContract = ["auth", "admin", "oauth"];

    /// <summary>True if an entry of the setting is well formed.</summary>
    public static bool IsRule(string rule) =>
        Read(rule, issuer: null) is { } uri && uri.Query.Length == 0 && !rule.Contains('?', StringComparison.Ordinal);

    /// <summary>True if a text is an address with a scheme of an app's own, which has a dot as a rule (RFC 8252, section 7.1).</summary>
    public static bool IsOfApp(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var end
        && text[..end] is var scheme
        && scheme.Contains('.', StringComparison.Ordinal)
        && char.IsAsciiLetterLower(scheme[0])
        && scheme.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-')
        && text.All(static letter => letter is > ' ' and <= '~' and not ('\\' or '"' or '<' or '>' or '#'))
        && Uri.TryCreate(text, UriKind.Absolute, out _);

    /// <summary>Reads an address that a browser, or an app by its own scheme, may be sent to: see <see cref="Find"/>. An app's address must be the same to the letter.</summary>
    public static string? FindOfApp(string? text, CardeaOptions options) =>
        text is not null && IsOfApp(text) ? (options.AllowCustomSchemes && options.ReturnUrls.Contains(text) ? text : null) : Find(text, options);

    /// <summary>
    /// Reads an address that a browser may be sent to. The answer is the parsed address, so a browser reads it as it was checked. An address of the
    /// issuer's own contract is not allowed: a browser that comes there from the issuer's page may begin a sign-in that nobody asked for.
    /// </summary>
    /// <param name="text">The address in the request.</param>
    /// <param name="options">The setting, and the issuer.</param>
    /// <returns>The address; <see langword="null"/> if it is not allowed.</returns>
    public static string? Find(string? text, CardeaOptions options)
    {
        // A path alone is of the issuer. Two slashes, or a slash and a backslash, begin an address of another host.
        var issuer = new Uri(options.Issuer);
        var isPath = text is ['/', ..] and not ['/', '/' or '\\', ..];
        return text is not null && Read(isPath ? $"{WebOrigin.Of(issuer)}{text}" : text, issuer) is { } uri
            && !IsOfContract(issuer, uri)
            && (IsOf(issuer, uri) || options.ReturnUrls.Any(rule => !IsOfApp(rule) && Fits(uri, new Uri(rule))))
            ? WebOrigin.Of(uri) + uri.PathAndQuery
            : null;
    }

    private static bool IsOf(Uri? issuer, Uri address) => issuer is not null && WebOrigin.Of(address) == WebOrigin.Of(issuer);

    // Paths match without regard to case, and a proxy may merge slashes.
    private static bool IsOfContract(Uri issuer, Uri address)
    {
        var (prefix, path) = (SegmentsOf(issuer), SegmentsOf(address));
        return IsOf(issuer, address)
            && path.Length > prefix.Length
            && path.Take(prefix.Length).SequenceEqual(prefix, StringComparer.OrdinalIgnoreCase)
            && OfContract.Contains(path[prefix.Length], StringComparer.OrdinalIgnoreCase);
    }

    private static string[] SegmentsOf(Uri address) => Uri.UnescapeDataString(address.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);

    // A program on this machine listens on any port (RFC 8252, section 7.3).
    private static bool Fits(Uri address, Uri rule) =>
        address.Scheme == rule.Scheme && address.IdnHost == rule.IdnHost
        && (address.Port == rule.Port || (rule.IsLoopback && rule.Scheme == Uri.UriSchemeHttp))
        && (rule.AbsolutePath.EndsWith('/')
            ? address.AbsolutePath.StartsWith(rule.AbsolutePath, StringComparison.Ordinal)
            : address.AbsolutePath == rule.AbsolutePath);

    // The parser removes the segments . and .. of a path. An encoded slash or backslash could hide one.
    private static Uri? Read(string text, Uri? issuer) =>
        !text.Any(static letter => letter == '\\' || char.IsControl(letter) || char.IsWhiteSpace(letter))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || IsOf(issuer, uri))
        && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && !uri.AbsolutePath.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        && !uri.AbsolutePath.Contains("%5c", StringComparison.OrdinalIgnoreCase)
        && !uri.AbsolutePath.Contains("%25", StringComparison.Ordinal)
            ? uri
            : null;
}
