using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Callers;

/// <summary>The language that the sender of a request reads (RFC 9110, section 12.5.4).</summary>
internal static class RequestLanguage
{
    /// <summary>The first wanted language that this program knows; the invariant culture if there is none.</summary>
    /// <param name="acceptLanguage">The header.</param>
    public static CultureInfo Of(StringValues acceptLanguage) =>
        Wanted(acceptLanguage).Select(Find).FirstOrDefault(static culture => culture is not null) ?? CultureInfo.InvariantCulture;

    /// <summary>The wanted languages as the header names them, the most wanted first.</summary>
    /// <param name="acceptLanguage">The header.</param>
    public static IEnumerable<string> Wanted(StringValues acceptLanguage) =>
        StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var wanted)
            ? wanted.OrderByDescending(static language => language.Quality ?? 1).Select(static language => language.Value.Value ?? "")
            : [];

    private static CultureInfo? Find(string? name)
    {
        try
        {
            return name is null or "" or "*" ? null : CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
