namespace Cardea.External;

/// <summary>The issuers of the providers that Cardea knows by name. ASP.NET Core's handlers store the subject of these under the name.</summary>
internal static class KnownIssuers
{
    /// <summary>Google.</summary>
    public const string Google = "https://accounts.google.com";

    /// <summary>Sign in with Apple.</summary>
    public const string Apple = "https://appleid.apple.com";

    /// <summary>GitHub.</summary>
    public const string GitHub = "https://github.com";

    /// <summary>The names under which ASP.NET Core's handlers store logins, each with its issuer.</summary>
    public static IReadOnlyList<(string Name, string Issuer)> All { get; } = [("Google", Google), ("Apple", Apple), ("GitHub", GitHub)];

    /// <summary>The name under which ASP.NET Core's handler stores logins of an issuer; null if the handler has no fixed name, or stores another id.</summary>
    public static string? NameOf(string issuer) => All.FirstOrDefault(known => known.Issuer == issuer).Name;

    /// <summary>The issuer of a login of ASP.NET Core Identity. Cardea stores the issuer itself as the name.</summary>
    public static string OfLogin(string loginProvider) => All.FirstOrDefault(known => known.Name == loginProvider).Issuer ?? loginProvider;
}
