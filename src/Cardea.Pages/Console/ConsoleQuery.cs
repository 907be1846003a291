using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>Writes the query of an operation, or of a page.</summary>
internal static class ConsoleQuery
{
    /// <summary>A query with its question mark. Parameters without a value stay out.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in parameters)
        {
            query = string.IsNullOrEmpty(value) ? query : query.Add(name, value);
        }

        return query.Value ?? "";
    }
}
