namespace Cardea.Accounts;

/// <summary>A role: a word in tokens and headers that says what a user may do.</summary>
public static class Role
{
    /// <summary>May use <c>/admin</c>. No user has this role until an operator gives it.</summary>
    public const string Administrator = "admin";

    /// <summary>The maximum length of a role, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>The rule for roles, as text for people.</summary>
    public const string Rule = "A role is of letters, digits, '-', '_', '.' and ':', 64 at most.";

    /// <summary>True if the text is a role. A comma is refused, because it would split one role into two in a header.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaximumLength } && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':');
}
