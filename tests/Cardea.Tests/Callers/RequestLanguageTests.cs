using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;

namespace Cardea.Tests.Callers;

/// <summary>The language of a mail comes from the templates. Callers choose one of them, and nothing else.</summary>
public sealed class RequestLanguageTests
{
    private static readonly IReadOnlyDictionary<string, string> Known = new MailTemplates(new()).Languages;

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE-at", "de")]
    [InlineData("de-x-abcd", "de")]
    [InlineData("de-x-0000123", "de")]
    [InlineData("fr, de;q=0.5, en;q=0.8", "en")]
    [InlineData("fr", null)]
    [InlineData("*", null)]
    [InlineData("-", null)]
    [InlineData("de_AT", null)]
    [InlineData("", null)]
    [InlineData("xx-x-1, xx-x-2, xx-x-3, xx-x-4, xx-x-5, xx-x-6, xx-x-7, xx-x-8, xx-x-9, xx-x-10, de", null)]
    public void The_first_wanted_language_that_is_known_is_taken(string header, string? language) =>
        Assert.Equal(language, RequestLanguage.Of(header, Known));

    [Fact]
    public void No_text_of_a_caller_is_kept()
    {
        Assert.Same(RequestLanguage.Of("de", Known), RequestLanguage.Of("de-x-abcd", Known));
        Assert.Null(RequestLanguage.Of($"de-x-{new string('a', 100)}", Known));
    }

    [Fact]
    public void A_language_of_a_script_is_found_by_the_country()
    {
        var directory = Directory.CreateTempSubdirectory("cardea-");
        try
        {
            Directory.CreateDirectory(Path.Combine(directory.FullName, "zh-Hans"));
            File.WriteAllText(Path.Combine(directory.FullName, "zh-Hans", "verify-email.txt"), "Subject: x\n\n{{link}}\n");
            var known = new MailTemplates(new() { MailTemplates = directory.FullName }).Languages;

            Assert.Equal("zh-Hans", RequestLanguage.Of("zh-CN", known));
            Assert.Null(RequestLanguage.Of("zh-TW", known));
            Assert.Equal("de", RequestLanguage.Of("de", known));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
