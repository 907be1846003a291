using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Callers;

/// <summary>The language that the sender of a request reads (RFC 9110, section 12.5.4).</summary>
internal static class RequestLanguage
{
    /// <summary>How many wanted languages are looked at.</summary>
    private const int Most = 10;

    /// <summary>The longest tag that is looked at. RFC 5646 (section 4.4.1) asks programs to take 35 characters.</summary>
    private const int LongestTag = 35;

    /// <summary>The wanted languages as the header names them, the most wanted first.</summary>
    /// <param name="acceptLanguage">The header.</param>
    public static IEnumerable<string> Wanted(StringValues acceptLanguage) =>
        StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var wanted)
            ? wanted.OrderByDescending(static language => language.Quality ?? 1).Select(static language => language.Value.Value ?? "")
            : [];

    /// <summary>
    /// The first wanted language that <paramref name="known"/> has. The answer is a text of ours and never the caller's. No culture is made of
    /// a caller's text, because .NET keeps each culture for as long as the process lives.
    /// </summary>
    /// <param name="acceptLanguage">The header.</param>
    /// <param name="known">The languages by tag. It must ignore case.</param>
    /// <returns>The language; null if none is known.</returns>
    public static string? Of(StringValues acceptLanguage, IReadOnlyDictionary<string, string> known) =>
        Wanted(acceptLanguage).Take(Most).Select(wanted => Nearest(wanted, known)).FirstOrDefault(static language => language is not null);

    /// <summary>The language of a tag, or else of what is left of the tag when parts are cut from its end: <c>de-x-any</c> finds <c>de</c>.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="known">The languages by tag. It must ignore case.</param>
    /// <returns>The language; null if none is known.</returns>
    public static string? Nearest(string tag, IReadOnlyDictionary<string, string> known)
    {
        if (tag.Length > LongestTag)
        {
            return null;
        }

        for (var end = tag.Length; end > 0; end = tag.LastIndexOf('-', end - 1))
        {
            if (known.TryGetValue(tag[..end], out var language))
            {
                return language;
            }
        }

        return null;
    }
}
