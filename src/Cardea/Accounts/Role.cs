using System.Diagnostics.CodeAnalysis;

namespace Cardea.Accounts;

/// <summary>A role: a word in tokens and headers that says what a user may do.</summary>
public static class Role
{
    /// <summary>May use <c>/admin</c>. No user has this role until an operator gives it.</summary>
    public const string Administrator = "admin";

    /// <summary>The maximum length of a role, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>The maximum length of all roles of a user together, in characters, with <see cref="AroundEach"/> for each of them.</summary>
    public const int MaximumTogether = 2000;

    /// <summary>What a role takes in a token besides its characters: two quotes and a comma.</summary>
    public const int AroundEach = 3;

    /// <summary>The rule for roles, as text for people.</summary>
    public const string Rule =
        "A role is of letters, digits, '-', '_', '.' and ':', 64 at most. All roles of a user together have 2,000 characters at most, and three more count for each role: a cookie holds 4 KB.";

    /// <summary>True if the text is a role. A comma is refused, because it would split one role into two in a header.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaximumLength } && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':');

    /// <summary>True if a user may have these roles: each is valid, and an access token with all of them fits into a cookie.</summary>
    public static bool AreValid(IEnumerable<string?> roles)
    {
        var length = 0;
        foreach (var role in roles.Distinct(StringComparer.Ordinal))
        {
            length += IsValid(role) ? role.Length + AroundEach : MaximumTogether + 1;
            if (length > MaximumTogether)
            {
                return false;
            }
        }

        return true;
    }
}
