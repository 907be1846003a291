using System.Text;
using Cardea.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Which passwords are refused, and why (NIST SP 800-63B-4, section 3.1.1.2): too short, too long, or among those that are
/// guessed first. No rules of composition.
/// </summary>
internal sealed class PasswordPolicy(CardeaOptions options)
{
    // A shorter word says nothing about the password.
    private const int ShortestWord = 4;

    /// <summary>The faults of a password; empty if it is good.</summary>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="email">The address of its account, normalised.</param>
    public IEnumerable<IdentityError> Check(string password, string? email)
    {
        if (password.Length > PasswordText.MaximumCharacters)
        {
            return [TooLong()];
        }

        if (PasswordText.Compose(password) is not { } composed)
        {
            return [Error("PasswordNotText", "It contains half a character: an unpaired surrogate.")];
        }

        return Encoding.UTF8.GetByteCount(composed) > PasswordRules.MaximumBytes ? [TooLong()] : CheckComposed(composed, email);
    }

    private static IdentityError TooLong() =>
        Error("PasswordTooLong", $"It is longer than {PasswordRules.MaximumBytes} bytes.");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };

    private IEnumerable<IdentityError> CheckComposed(string password, string? email)
    {
        var length = password.EnumerateRunes().Count();
        if (length < options.Passwords.MinimumLength)
        {
            yield return Error("PasswordTooShort", $"It has {length} characters, and needs {options.Passwords.MinimumLength}: a few words are easy to remember.");
        }

        var lower = PasswordFold.Case(password);
        var cores = Cores(lower);
        if (PasswordPattern.Repeats(lower))
        {
            yield return Error("PasswordRepeats", "It is one short piece, repeated.");
        }

        if (Words(lower, PasswordPattern.TrimSigns(lower), PasswordPattern.Trim(lower)).Any(PasswordSequence.IsWhole))
        {
            yield return Error("PasswordIsRow", "It is a row of keys, letters or digits in their order, or it counts.");
        }

        if (cores.Select(PasswordFold.Letters).Any(CommonPasswords.Contains))
        {
            yield return Error("PasswordCommon", "It is one of the passwords that are guessed first, or made from one.");
        }

        var joined = cores.Select(PasswordNames.Join).Select(PasswordFold.Letters).ToHashSet(StringComparer.Ordinal);
        if (joined.Overlaps(Words(PasswordNames.OfService(options))))
        {
            yield return Error("PasswordNamesService", "It is made from the name of this service.");
        }

        if (joined.Overlaps(Words(PasswordNames.OfAddress(email))))
        {
            yield return Error("PasswordNamesAddress", "It is made from the e-mail address.");
        }
    }

    // What an attacker would begin with: the whole password, what is between the digits and signs at its ends, and the piece
    // that either repeats, with or without a sign between the repetitions.
    private static string[] Cores(string lower)
    {
        string[] wholes = [lower, PasswordPattern.Trim(lower)];
        string[] pieces = [.. wholes, .. wholes.Select(PasswordPattern.Piece), .. wholes.Select(PasswordNames.Join).SelectMany(Repeated)];
        return [.. Words(pieces.Concat(pieces.SelectMany(PasswordPattern.Trimmings))).Distinct()];
    }

    private static IEnumerable<string> Repeated(string text) =>
        PasswordPattern.Piece(text) is var piece && piece.Length < text.Length ? [piece] : [];

    private static IEnumerable<string> Words(params IEnumerable<string> words) =>
        words.Where(static word => word.Length >= ShortestWord);
}
