using Cardea.External;

namespace Cardea.Providers.Settings;

/// <summary>Checks the settings of the providers at start. Each finding names the setting and the fix.</summary>
internal static class ProviderRules
{
    /// <summary>The names of Cardea's own addresses for POST.</summary>
    public static readonly string[] OfRoutes = ["exchange", "complete", "confirm"];

    // And those for GET.
    private static readonly string[] OfReading = ["links", "outcome"];

    /// <summary>Returns the kind of a provider by its name.</summary>
    public static ProviderKind KindOf(string name) => name switch
    {
        "google" => ProviderKind.Google,
        "microsoft" => ProviderKind.Microsoft,
        "apple" => ProviderKind.Apple,
        "github" => ProviderKind.GitHub,
        _ => ProviderKind.OpenIdConnect,
    };

    /// <summary>Returns what is wrong with the providers, or nothing.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<Provider> providers)
    {
        foreach (var provider in providers)
        {
            foreach (var finding in Check(provider))
            {
                yield return finding;
            }
        }

        foreach (var same in providers.GroupBy(static provider => provider.Issuer).Where(static group => group.Count() > 1))
        {
            yield return $"Cardea:Providers has the same issuer twice ({string.Join(" and ", same.Select(static provider => provider.Name))}): keep one of them.";
        }
    }

    private static IEnumerable<string> Check(Provider provider)
    {
        var (key, options, kind) = ($"Cardea:Providers:{provider.Name}", provider.Options, provider.Kind);
        var isMicrosoft = kind == ProviderKind.Microsoft;
        var isApple = kind == ProviderKind.Apple;
        (bool Wrong, string Finding)[] rules =
        [
            (!IsName(provider.Name), $"{key} must have a name of lower-case letters, digits and hyphens, 32 at most, such as google."),
            (OfReading.Contains(provider.Name) || OfRoutes.Contains(provider.Name), $"{key} must have another name: {string.Join(", ", [.. OfRoutes, .. OfReading])} are addresses of Cardea's own."),
            (options.ClientId.Length == 0, $"{key}:ClientId must be set: the provider shows it where you register this service."),
            (!isApple && options.ClientSecret.Length == 0, $"{key}:ClientSecret must be set: the provider shows it where you register this service."),
            (isApple && options.ClientSecret.Length > 0, $"{key}:ClientSecret must not be set: Apple takes {key}:PrivateKeyFile instead."),
            (kind == ProviderKind.OpenIdConnect && !IsIssuer(options.Issuer), $"{key}:Issuer must be the issuer of the provider, such as https://id.example.org, without query or fragment; it is '{options.Issuer}'. Cardea knows google, microsoft, apple and github by their names."),
            (kind != ProviderKind.OpenIdConnect && options.Issuer.Length > 0, $"{key}:Issuer must not be set: Cardea knows {provider.Name} by its name. Give another provider another name."),
            (isMicrosoft && (provider.Tenants.Count == 0 || !provider.Tenants.All(static tenant => Guid.TryParseExact(tenant, "D", out _))), $"{key}:Tenant must be the id of a tenant, or several ids with commas between them, such as 8eaef023-2b34-4da1-9baa-8bc8c9d6a490; it is '{options.Tenant}'."),
            (!isMicrosoft && options.Tenant.Length > 0, $"{key}:Tenant is for microsoft only: remove it."),
            (isApple && options.TeamId.Length == 0, $"{key}:TeamId must be set: the ten characters in the corner of Apple's developer account."),
            (isApple && options.KeyId.Length == 0, $"{key}:KeyId must be set: the ten characters of the key for Sign in with Apple."),
            (isApple && !AppleKey.IsReadable(options.PrivateKeyFile), $"{key}:PrivateKeyFile must be the path of the key that Apple gives as AuthKey_<KeyId>.p8; '{options.PrivateKeyFile}' is no such file."),
            (!isApple && options.TeamId.Length + options.KeyId.Length + options.PrivateKeyFile.Length > 0, $"{key} must have no TeamId, KeyId or PrivateKeyFile: they are for apple only."),
            (options.NativeClientIds.Any(static id => id.Length == 0), $"{key}:NativeClientIds must not have an empty entry."),
            (options.NativeClientIds.Count > 0 && !provider.HasIdTokens, $"{key}:NativeClientIds must not be set: GitHub gives no id tokens."),
            (options.Scopes.Any(static scope => scope.Length == 0 || scope.Any(static letter => letter is <= ' ' or '"' or '\\' or > '~')), $"{key}:Scopes must have one scope in each entry, such as {key}:Scopes:0=profile."),
            (!Enum.IsDefined(options.Link), $"{key}:Link must be AfterSignIn or Automatic."),
            (isMicrosoft && provider.Tenants.Count > 1 && options.TrustsEmail is true, $"{key}:TrustsEmail must not be true with several tenants: an administrator of each could claim any address. Name one tenant, or remove it."),
            (isMicrosoft && provider.Tenants.Count > 1 && options.Link == ProviderLink.Automatic, $"{key}:Link must not be Automatic with several tenants: an administrator of each could claim any address. Name one tenant, or remove it."),
        ];
        return rules.Where(static rule => rule.Wrong).Select(static rule => rule.Finding);
    }

    private static bool IsName(string name) =>
        name is { Length: > 0 and <= 32 } && name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    // Plain http never leaves the machine.
    private static bool IsIssuer(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && issuer.Length <= ExternalLogin.MaximumIssuer && !issuer.Any(char.IsWhiteSpace);
}
