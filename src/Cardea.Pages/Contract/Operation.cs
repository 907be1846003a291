namespace Cardea.Pages.Contract;

/// <summary>An operation of the HTTP contract.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path as the contract has it, such as <c>/auth/sessions/{id}</c>. At most one part is a variable.</param>
internal sealed record Operation(string Method, string Pattern)
{
    /// <summary>The name of the variable; null for a path without one.</summary>
    public string? Variable { get; } = Pattern.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? Pattern[(start + 1)..Pattern.IndexOf('}', StringComparison.Ordinal)] : null;

    /// <summary>The path with a value for the variable.</summary>
    public string PathOf(string? value) => Variable is null ? Pattern : Pattern.Replace($"{{{Variable}}}", value, StringComparison.Ordinal);
}
