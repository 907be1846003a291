using System.Text;
using Cardea.Accounts;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// A password as it is compared and hashed: composed (NFC), so that every keyboard's spelling of it is one, then UTF-8
/// (NIST SP 800-63B-4, section 3.1.1.2; RFC 8265, section 4.2).
/// </summary>
internal static class PasswordText
{
    /// <summary>More characters than composing could bring down to <see cref="PasswordRules.MaximumBytes"/>; looked at first, because it costs nothing.</summary>
    public const int MaximumCharacters = 2 * PasswordRules.MaximumBytes;

    /// <summary>The composed password; <see langword="null"/> when it holds half a character.</summary>
    public static string? Compose(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True if a password is valid text of a length that costs little to check.</summary>
    public static bool IsLookedAt(string password) => password.Length is > 0 and <= MaximumCharacters && Compose(password) is not null;

    /// <summary>The bytes to hash; <see langword="null"/> when no account can have such a password.</summary>
    public static byte[]? Encode(string? password) =>
        password is { Length: > 0 and <= MaximumCharacters }
        && Compose(password) is { } composed
        && Encoding.UTF8.GetByteCount(composed) <= PasswordRules.MaximumBytes
            ? Encoding.UTF8.GetBytes(composed)
            : null;
}
