namespace Cardea.Providers;

/// <summary>A provider that people can sign in with. In configuration it is the section <c>Cardea:Providers:&lt;name&gt;</c>.</summary>
/// <remarks>A class, because a record would print the secret.</remarks>
public sealed class ProviderOptions
{
    /// <summary>The id of this service at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of this service at the provider. Apple has none: see <see cref="PrivateKeyFile"/>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// The issuer of an OpenID Connect provider that Cardea does not know by name, to the letter. Google, Microsoft, Apple and GitHub have
    /// none here.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>The name that people see. Default: the provider's own name, or the name of the section.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Microsoft only: the id of the one tenant whose users can sign in, or several ids with commas between them.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>Apple only: the id of the team.</summary>
    public string TeamId { get; set; } = "";

    /// <summary>Apple only: the id of the key.</summary>
    public string KeyId { get; set; } = "";

    /// <summary>Apple only: the path of the key's file, which ends with <c>.p8</c>.</summary>
    public string PrivateKeyFile { get; set; } = "";

    /// <summary>The ids of native apps at the provider. Their id tokens are accepted too. Default none.</summary>
    public IList<string> NativeClientIds { get; } = [];

    /// <summary>More scopes to ask for. Default none: <c>openid</c>, and <c>email</c> where the provider has it, are always asked for.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>
    /// True if the provider's <c>email_verified</c> proves that the mailbox is the user's. Default: true for Google (addresses of
    /// <c>gmail.com</c> and of Workspace) and Apple, false for all others.
    /// </summary>
    public bool? TrustsEmail { get; set; }

    /// <summary>What happens if the address of a new user belongs to a verified account. Default <see cref="ProviderLink.AfterSignIn"/>.</summary>
    public ProviderLink Link { get; set; } = ProviderLink.AfterSignIn;
}
