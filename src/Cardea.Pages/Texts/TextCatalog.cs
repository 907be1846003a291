using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cardea.Pages.Texts;

/// <summary>The texts of the pages, in each language that they speak.</summary>
internal static class TextCatalog
{
    /// <summary>The cookie with the language that the user chose.</summary>
    public const string Cookie = "cardea-language";

    /// <summary>The languages. The first is the one for who reads none of them.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de"];

    private static readonly FrozenDictionary<string, PageTexts> All = Languages.ToFrozenDictionary(static language => language, Load, StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts in a language of <see cref="Languages"/>.</summary>
    public static PageTexts In(string language) => All[language];

    /// <summary>The language that the sender of a request chose; null if there was no choice.</summary>
    public static string? ChosenIn(HttpRequest request) => request.Cookies[Cookie] is { } chosen && All.TryGetValue(chosen, out var texts) ? texts.Language : null;

    /// <summary>The texts for the sender of a request: the chosen language, else the first that the browser asks for (RFC 9110, section 12.5.4).</summary>
    public static PageTexts For(HttpRequest request)
    {
        if (ChosenIn(request) is { } chosen)
        {
            return All[chosen];
        }

        IEnumerable<StringWithQualityHeaderValue> wanted = StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var parsed) ? parsed : [];
        return wanted
            .OrderByDescending(static language => language.Quality ?? 1)
            .Select(static language => All.GetValueOrDefault(language.Value.Value!.Split('-')[0]))
            .FirstOrDefault(static found => found is not null) ?? All[Languages[0]];
    }

    private static PageTexts Load(string language)
    {
        using var stream = typeof(TextCatalog).Assembly.GetManifestResourceStream($"texts/{language}.json")!;
        return new(language, JsonSerializer.Deserialize(stream, TextsJson.Default.DictionaryStringString)!.ToFrozenDictionary(StringComparer.Ordinal));
    }
}

/// <summary>Reads the files of texts.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : JsonSerializerContext;
