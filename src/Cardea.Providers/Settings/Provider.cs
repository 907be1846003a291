using Cardea.External;

namespace Cardea.Providers.Settings;

/// <summary>A provider, with its settings as they were checked.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="Kind">The kind of provider.</param>
/// <param name="Options">The settings.</param>
internal sealed record Provider(string Name, ProviderKind Kind, ProviderOptions Options)
{
    private const string MicrosoftHost = "https://login.microsoftonline.com/";

    /// <summary>The name that people see.</summary>
    public string DisplayName => Options.DisplayName.Length > 0 ? Options.DisplayName : Kind switch
    {
        ProviderKind.OpenIdConnect => Name,
        ProviderKind.GitHub => "GitHub",
        _ => Kind.ToString(),
    };

    /// <summary>The issuer whose logins the provider brings, as the store remembers it. Microsoft has an issuer for each tenant.</summary>
    public string Issuer => Kind switch
    {
        ProviderKind.Google => KnownIssuers.Google,
        ProviderKind.Apple => KnownIssuers.Apple,
        ProviderKind.GitHub => KnownIssuers.GitHub,
        ProviderKind.Microsoft => MicrosoftHost.TrimEnd('/'),
        _ => Options.Issuer.TrimEnd('/'),
    };

    /// <summary>The tenants whose users can sign in.</summary>
    public IReadOnlyList<string> Tenants => Options.Tenant.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True if the provider gives signed id tokens.</summary>
    public bool HasIdTokens => Kind != ProviderKind.GitHub;

    /// <summary>The ids that an id token of this provider may be for.</summary>
    public IReadOnlyList<string> Audiences => [Options.ClientId, .. Options.NativeClientIds];

    /// <summary>True if an <c>iss</c> is one of this provider, byte for byte.</summary>
    /// <param name="issuer">The issuer of a token.</param>
    /// <param name="tenant">The tenant of the token, if it names one.</param>
    /// <param name="discovered">The issuer that the provider's own metadata names.</param>
    public bool IsIssuer(string? issuer, string? tenant, string? discovered) => Kind switch
    {
        ProviderKind.Microsoft => tenant is not null && Tenants.Contains(tenant, StringComparer.OrdinalIgnoreCase) && issuer == $"{MicrosoftHost}{tenant}/v2.0",

        // Google signs with either spelling.
        ProviderKind.Google => issuer is KnownIssuers.Google or "accounts.google.com",
        _ => issuer is not null && issuer == discovered && issuer.TrimEnd('/') == Issuer,
    };

    /// <summary>True if an issuer is the one that the provider's metadata must name. For several tenants, Microsoft names a placeholder.</summary>
    public bool IsNamedInMetadata(string issuer) => Kind switch
    {
        ProviderKind.Microsoft => string.Equals(issuer, $"{MicrosoftHost}{(Tenants is [var one] ? one : "{tenantid}")}/v2.0", StringComparison.OrdinalIgnoreCase),
        ProviderKind.OpenIdConnect => Uri.TryCreate(issuer, UriKind.Absolute, out var named) && named == new Uri(Options.Issuer, UriKind.Absolute),
        _ => issuer == Issuer,
    };

    /// <summary>True if the login of an issuer can be used with this provider.</summary>
    public bool HasLoginsOf(string issuer) => Kind == ProviderKind.Microsoft
        ? Tenants.Any(tenant => string.Equals(issuer, $"{MicrosoftHost}{tenant}/v2.0", StringComparison.OrdinalIgnoreCase))
        : issuer.TrimEnd('/') == Issuer;

    /// <summary>True if the provider's <c>email_verified</c> proves a mailbox.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="isOfWorkspace">True if Google runs the mail of the address (<c>hd</c>).</param>
    public bool Vouches(string address, bool isOfWorkspace) => Kind switch
    {
        ProviderKind.Google => Options.TrustsEmail ?? (address.EndsWith("@gmail.com", StringComparison.Ordinal) || isOfWorkspace),
        ProviderKind.Apple => Options.TrustsEmail ?? true,
        _ => Options.TrustsEmail ?? false,
    };

    // The settings have a secret.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}
