using Cardea.AspNetCore.Mail;

namespace Cardea.Tests.Mail;

public sealed class MailTextTests
{
    [Theory]
    [InlineData("Firefox on Linux", "Firefox on Linux")]
    [InlineData("a\r\nb", "a  b")]
    [InlineData("a\u2028b\u2029c\u0085d\te\0f", "a b c d e f")]
    [InlineData("txt.\u202Egpj", "txt. gpj")]
    [InlineData("\u2066a\u2069\uFEFF", "a")]
    [InlineData("\u0645\u06CC\u200C\u062E", "\u0645\u06CC\u200C\u062E")]
    [InlineData("", "–")]
    [InlineData(" \r\n", "–")]
    public void A_value_is_one_line(string value, string line) => Assert.Equal(line, MailText.OneLine(value));

    [Fact]
    public void Half_a_character_is_shown_as_such() => Assert.Equal("half \uFFFD", MailText.OneLine("half \uD83D"));

    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        Assert.Equal(new string('a', 160), MailText.Quote(new('a', 160)));
        Assert.Equal(new string('a', 160) + "…", MailText.Quote(new('a', 161)));
        Assert.Equal(new string('a', 159) + "…", MailText.Quote(new string('a', 159) + "\U0001F600\U0001F600"));
    }
}
