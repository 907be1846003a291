using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.AspNetCore.Callers;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Texts;

/// <summary>The texts of the pages, in each language that they speak. Each part of the pages has a file for each language: <c>pages.en.json</c>.</summary>
internal static class TextCatalog
{
    /// <summary>The cookie with the language that the user chose.</summary>
    public const string Cookie = "cardea-language";

    /// <summary>The languages. A browser that asks for none of them gets the first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de"];

    private static readonly FrozenDictionary<string, PageTexts> All = Languages.ToFrozenDictionary(static language => language, Load, StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts in a language of <see cref="Languages"/>.</summary>
    public static PageTexts In(string language) => All[language];

    /// <summary>The language that the sender of a request chose; null if there was no choice.</summary>
    public static string? ChosenIn(HttpRequest request) => request.Cookies[Cookie] is { } chosen && All.TryGetValue(chosen, out var texts) ? texts.Language : null;

    /// <summary>The texts for the sender of a request: the chosen language, else the first that the browser asks for (RFC 9110, section 12.5.4).</summary>
    public static PageTexts For(HttpRequest request) =>
        All[ChosenIn(request) ?? RequestLanguage.Wanted(request.Headers.AcceptLanguage).Select(static wanted => wanted.Split('-')[0]).FirstOrDefault(All.ContainsKey) ?? Languages[0]];

    private static PageTexts Load(string language)
    {
        var assembly = typeof(TextCatalog).Assembly;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.StartsWith("texts/", StringComparison.Ordinal) && name.EndsWith($".{language}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            foreach (var (key, text) in JsonSerializer.Deserialize(stream, TextsJson.Default.DictionaryStringString)!)
            {
                // Throws if two files have the same key.
                texts.Add(key, text);
            }
        }

        return new(language, texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}

/// <summary>Reads the files of texts.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TextsJson : JsonSerializerContext;
