namespace Cardea.Server.Commands;

/// <summary>What a role may be called. A comma would make two of one in a header.</summary>
internal static class RoleName
{
    /// <summary>For people.</summary>
    public const string Characters = "letters, digits, '-', '_', '.' and ':'";

    public static bool IsOne(string name) =>
        name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':');
}
