namespace Cardea.Factors;

/// <summary>The domain and the pages that may use passkeys (Web Authentication, sections 5.1.2 and 13.4.9).</summary>
public sealed class PasskeyRules
{
    /// <summary>The domain of the passkeys: the relying party's id. Default: the host of the issuer.</summary>
    public string Domain { get; set; } = "";

    /// <summary>
    /// The origins of the pages that may ask for passkeys, such as <c>https://app.example.org</c>. All are within the domain.
    /// Default: the origin of the issuer.
    /// </summary>
    public IList<string> Origins { get; } = [];
}
