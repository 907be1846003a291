namespace Cardea.Accounts;

/// <summary>The values of access tokens for the proof of one factor (RFC 8176, section 2).</summary>
internal static class SignInMethods
{
    /// <summary>A password.</summary>
    public static IReadOnlyList<string> Password { get; } = ["pwd"];

    /// <summary>A code that was mailed to the user.</summary>
    public static IReadOnlyList<string> MailedCode { get; } = ["otp"];

    /// <summary>A sign-in at a provider. What the user showed there is the provider's business.</summary>
    public static IReadOnlyList<string> External { get; } = ["external"];

    /// <summary>True if a mailed code, and nothing else so far, is the proof.</summary>
    public static bool AreMailedCode(IReadOnlyList<string> amr) => amr.SequenceEqual(MailedCode);

    /// <summary>True if a password, and nothing else so far, is the proof.</summary>
    public static bool ArePassword(IReadOnlyList<string> amr) => amr.SequenceEqual(Password);
}
