using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Callers;

/// <summary>The language that the sender of a request reads (RFC 9110, section 12.5.4).</summary>
internal static class RequestLanguage
{
    /// <summary>The first wanted language that this program knows; the invariant culture if there is none.</summary>
    /// <param name="acceptLanguage">The header.</param>
    public static CultureInfo Of(StringValues acceptLanguage)
    {
        IEnumerable<StringWithQualityHeaderValue> wanted = StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var parsed) ? parsed : [];
        return wanted
            .OrderByDescending(static language => language.Quality ?? 1)
            .Select(static language => Find(language.Value.Value))
            .FirstOrDefault(static culture => culture is not null) ?? CultureInfo.InvariantCulture;
    }

    private static CultureInfo? Find(string? name)
    {
        try
        {
            return name is null or "*" ? null : CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
