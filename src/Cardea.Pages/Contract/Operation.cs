using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Pages.Contract;

/// <summary>An operation of the HTTP contract.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path as the contract has it, such as <c>/auth/sessions/{id}</c>.</param>
internal sealed partial record Operation(string Method, string Pattern)
{
    /// <summary>The path with values for its variables, and the values by their names.</summary>
    public (string Path, RouteValueDictionary Values) With(IReadOnlyList<string> values)
    {
        var named = new RouteValueDictionary();
        var path = VariablePattern().Replace(Pattern, variable =>
        {
            var value = values[named.Count];
            named.Add(variable.Groups[1].Value, value);
            return value;
        });
        return (path, named);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex VariablePattern();
}
