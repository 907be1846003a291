namespace Cardea.Accounts;

/// <summary>What a user may do: a word that goes into tokens and headers.</summary>
public static class Role
{
    /// <summary>May use <c>/admin</c>. Nobody has it until an operator gives it.</summary>
    public const string Administrator = "admin";

    /// <summary>The most characters of one.</summary>
    public const int MaximumLength = 64;

    /// <summary>What a role must be, for people.</summary>
    public const string Rule = "A role is of letters, digits, '-', '_', '.' and ':', 64 at most.";

    /// <summary>Whether it is one: a comma would make two of one in a header.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaximumLength } && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':');
}
