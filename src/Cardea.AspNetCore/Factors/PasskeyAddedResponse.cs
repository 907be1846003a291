namespace Cardea.AspNetCore.Factors;

/// <summary>A new passkey. A class, so that printing it shows no recovery code.</summary>
internal sealed class PasskeyAddedResponse
{
    public required PasskeyResponse Passkey { get; init; }

    /// <summary>Recovery codes, shown this once, when it is the first second factor; none when there are some.</summary>
    public required IReadOnlyList<string> RecoveryCodes { get; init; }
}
