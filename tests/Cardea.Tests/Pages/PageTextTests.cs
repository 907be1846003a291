using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Pages.Texts;
using Cardea.Validation.Problems;

namespace Cardea.Tests.Pages;

/// <summary>The texts of the pages are whole in each language.</summary>
public sealed partial class PageTextTests
{
    // Only programs get these answers.
    private static readonly string[] OfPrograms =
    [
        "cookies_need_same_site", "invalid_client", "too_many_receipts",
    ];

    [Fact]
    public void Each_language_has_the_same_texts_with_the_same_places()
    {
        var english = TextCatalog.In("en");
        foreach (var language in TextCatalog.Languages)
        {
            var texts = TextCatalog.In(language);
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(texts.Keys, key => Assert.Equal(Places(english[key]), Places(texts[key])));
        }
    }

    [Fact]
    public void Each_problem_that_a_form_can_meet_has_words()
    {
        var properties = new[] { typeof(ContractProblem), typeof(Problem) }
            .SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(static property => property.PropertyType == typeof(Problem));
        var codes = properties.Select(static property => ((Problem)property.GetValue(null)!).Code)
            .Concat(["too_many_attempts", "challenge_required", "proof_required", "validation_failed", "internal_error", "malformed_request"]);
        Assert.All(codes.Except(OfPrograms), static code => Assert.NotNull(TextCatalog.In("en").Find($"problem.{code}")));
    }

    [Fact]
    public void Each_event_has_words() =>
        Assert.All(
            Enum.GetNames<SecurityEventKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
            static name => Assert.NotNull(TextCatalog.In("en").Find($"event.{name}")));

    [Fact]
    public void Each_file_is_in_the_order_of_its_keys_and_has_a_file_for_each_language()
    {
        var assembly = typeof(TextCatalog).Assembly;
        var files = assembly.GetManifestResourceNames().Where(static name => name.StartsWith("texts/", StringComparison.Ordinal)).ToArray();
        Assert.Contains("texts/pages.en.json", files);
        Assert.All(files, file =>
        {
            Assert.All(TextCatalog.Languages, language => Assert.Contains($"{file[..file.IndexOf('.', StringComparison.Ordinal)]}.{language}.json", files));
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var json = JsonDocument.Parse(stream);
            string[] keys = [.. json.RootElement.EnumerateObject().Select(static text => text.Name)];
            Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), keys);
        });
    }

    private static string Places(string text) => string.Join(',', PlacePattern().Matches(text).Select(static place => place.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex PlacePattern();
}
