namespace Cardea.Factors;

/// <summary>Where passkeys may be used (Web Authentication, sections 5.1.2 and 13.4.9).</summary>
public sealed class PasskeyRules
{
    /// <summary>The domain that passkeys are made for, the relying party's id. Default: the host of the issuer.</summary>
    public string Domain { get; set; } = "";

    /// <summary>The origins of the pages that may ask for them, such as <c>https://app.example.org</c>, all within the domain. Default: that of the issuer.</summary>
    public IList<string> Origins { get; } = [];
}
