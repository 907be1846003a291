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
        "cookies_need_same_site", "invalid_client", "invitation_not_found", "key_not_found", "too_many_receipts", "user_not_found",
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

    private static string Places(string text) => string.Join(',', PlacePattern().Matches(text).Select(static place => place.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex PlacePattern();
}
