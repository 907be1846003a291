namespace Cardea.AspNetCore.SignIn;

/// <summary>How users prove who they are with one factor, by the values of RFC 8176, section 2.</summary>
internal static class SignInMethods
{
    /// <summary>A password.</summary>
    public static IReadOnlyList<string> Password { get; } = ["pwd"];

    /// <summary>A code that was mailed to them.</summary>
    public static IReadOnlyList<string> MailedCode { get; } = ["otp"];
}
