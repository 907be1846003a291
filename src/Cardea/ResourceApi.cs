namespace Cardea;

/// <summary>
/// An API that accepts the access tokens of this issuer and may follow its revocations. It authenticates with its name and
/// secret.
/// </summary>
public sealed class ResourceApi
{
    /// <summary>The shortest secret that is accepted, in characters.</summary>
    public const int LowestSecretLength = 32;

    /// <summary>The name of the API, such as <c>orders</c>. Each API has its own.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// The secret that only the API and the issuer know: at least 32 random characters, such as <c>openssl rand -hex 32</c>
    /// prints.
    /// </summary>
    public string Secret { get; set; } = "";

    /// <summary>The name; never the secret.</summary>
    public override string ToString() => Name;
}
