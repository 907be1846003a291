using Cardea.Clients;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>
/// The program that sends a request, by what it says of itself: its client hints (User-Agent Client Hints, a draft of the
/// WICG) or its <c>User-Agent</c> (RFC 9110, section 10.1.5).
/// </summary>
internal readonly record struct UserAgent(string? Text, string? Brands, string? Platform)
{
    // A browser names those that it is built on, too. So the first that is found counts.
    private static readonly (string Brand, string Name)[] NamesOfBrands =
    [
        ("Brave", "Brave"),
        ("Microsoft Edge", "Edge"),
        ("Opera", "Opera"),
        ("Vivaldi", "Vivaldi"),
        ("Samsung Internet", "Samsung Internet"),
        ("Yandex", "Yandex Browser"),
        ("YaBrowser", "Yandex Browser"),
        ("DuckDuckGo", "DuckDuckGo"),
        ("Android WebView", "App"),
        ("HeadlessChrome", "Headless Chrome"),
        ("Google Chrome", "Chrome"),
        ("Chromium", "Chromium"),
    ];

    private static readonly (string Part, string Name)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("EdgA/", "Edge"),
        ("EdgiOS/", "Edge"),
        ("Edge/", "Edge"),
        ("OPR/", "Opera"),
        ("OPT/", "Opera"),
        ("OPX/", "Opera"),
        ("Vivaldi/", "Vivaldi"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("YaBrowser/", "Yandex Browser"),
        ("DuckDuckGo/", "DuckDuckGo"),
        ("Ddg/", "DuckDuckGo"),
        ("Whale/", "Whale"),
        ("UCBrowser/", "UC Browser"),
        ("MiuiBrowser/", "Mi Browser"),
        ("HuaweiBrowser/", "Huawei Browser"),
        ("Silk/", "Silk"),
        ("Instagram ", "Instagram"),
        ("FBAN/", "Facebook"),
        ("FBAV/", "Facebook"),
        ("Line/", "LINE"),
        ("MicroMessenger/", "WeChat"),
        ("GSA/", "Google app"),
        ("Electron/", "App"),
        ("FxiOS/", "Firefox"),
        ("Focus/", "Firefox Focus"),
        ("SeaMonkey/", "SeaMonkey"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("HeadlessChrome/", "Headless Chrome"),
        ("Chromium/", "Chromium"),
        ("; wv)", "App"),
        ("Chrome/", "Chrome"),
        ("Epiphany/", "GNOME Web"),
        ("Trident/", "Internet Explorer"),
        ("MSIE ", "Internet Explorer"),
        ("Version/", "Safari"),
        ("(KHTML, like Gecko) Mobile/", "App"),
    ];

    // A television or a telephone names the system that its own is built on, too.
    private static readonly (string Part, string Name)[] Systems =
    [
        ("iPod", "iPod"),
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("HarmonyOS", "HarmonyOS"),
        ("KAIOS", "KaiOS"),
        ("Windows Phone", "Windows Phone"),
        ("Xbox", "Xbox"),
        ("PlayStation", "PlayStation"),
        ("Nintendo", "Nintendo"),
        ("Tizen", "Tizen"),
        ("Web0S", "webOS"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("FreeBSD", "FreeBSD"),
        ("OpenBSD", "OpenBSD"),
        ("Linux", "Linux"),
    ];

    private static readonly (string Part, string Name)[] Platforms =
    [
        ("Android", "Android"),
        ("Chrome OS", "ChromeOS"),
        ("Chromium OS", "ChromeOS"),
        ("Windows", "Windows"),
        ("macOS", "Mac"),
        ("Linux", "Linux"),
    ];

    /// <summary>What people call it, such as <c>Firefox on Windows</c>; what it says of itself, cut, where that tells no more; null where it says nothing.</summary>
    public string? Name => string.IsNullOrEmpty(Text) ? null
        : (NameOfHints() ?? NameOfText(Text)) is { } name ? name
        : Text.Length > ClientDevice.MaximumUserAgent ? Text[..ClientDevice.MaximumUserAgent]
        : Text;

    /// <summary>True if a name comes from the tables above, so nobody but us has chosen its words.</summary>
    public static bool IsKnown(string name) =>
        name.Split(" on ") is [var browser, var system]
        && (NamesOfBrands.Any(known => known.Name == browser) || Browsers.Any(known => known.Name == browser))
        && (Systems.Any(known => known.Name == system) || Platforms.Any(known => known.Name == system));

    public static UserAgent Of(IHeaderDictionary headers) => new(headers.UserAgent, headers["Sec-CH-UA"], headers["Sec-CH-UA-Platform"]);

    private string? NameOfHints()
    {
        var (brands, platform) = (Brands, Platform);
        return brands is null || platform is null ? null
            : Joined(
                Array.Find(NamesOfBrands, known => brands.Contains($"\"{known.Brand}\"", StringComparison.Ordinal)).Name,
                Array.Find(Platforms, known => platform.Contains(known.Part, StringComparison.Ordinal)).Name);
    }

    // Every browser calls itself Mozilla. A robot says that it is compatible with one; so does the Internet Explorer of old.
    private static string? NameOfText(string text) =>
        !text.StartsWith("Mozilla/", StringComparison.Ordinal)
            || (text.Contains("compatible;", StringComparison.Ordinal) && !text.Contains("MSIE ", StringComparison.Ordinal))
            ? null
            : Joined(NameIn(text, Browsers), NameIn(text, Systems));

    private static string? NameIn(string text, (string Part, string Name)[] table) =>
        Array.Find(table, known => text.Contains(known.Part, StringComparison.Ordinal)).Name;

    private static string? Joined(string? browser, string? system) => browser is null || system is null ? null : $"{browser} on {system}";
}
