namespace Cardea;

/// <summary>An API that accepts the access tokens of this issuer and may follow its revocations. Shows itself by name and secret.</summary>
public sealed class ResourceApi
{
    /// <summary>The shortest secret taken, in characters.</summary>
    public const int LowestSecretLength = 32;

    /// <summary>What it is called, such as <c>orders</c>; no two have one name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What only it and the issuer know: at least 32 random characters, such as <c>openssl rand -hex 32</c> prints.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The name; never the secret.</summary>
    public override string ToString() => Name;
}
