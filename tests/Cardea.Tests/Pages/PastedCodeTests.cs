using Cardea.Pages.Forms;

namespace Cardea.Tests.Pages;

/// <summary>A code is found in what people paste.</summary>
public sealed class PastedCodeTests
{
    [Theory]
    [InlineData("ab-_9")]
    [InlineData("  ab-_9\n")]
    [InlineData("ab-_9.")]
    [InlineData("<ab-_9>")]
    [InlineData("‹ab-_9›")]
    [InlineData("https://id.example.org/account/link#token=ab-_9")]
    [InlineData("https://id.example.org/account/link#token=ab-_9.")]
    [InlineData("<https://id.example.org/account/link#token=ab\r\n -_9>")]
    [InlineData("https://id.example.org/account/link#token=ab-_9&utm_source=x")]
    [InlineData("https://id.example.org/account/link%23token=ab-_9")]
    [InlineData("https://safe.example/?url=https%3A%2F%2Fid.example.org%2Faccount%2Flink%23token%3Dab-_9&data=05%7C02")]
    public void The_code_is_found(string pasted) => Assert.Equal("ab-_9", PastedCode.In(pasted));

    [Theory]
    [InlineData("", "")]
    [InlineData(" ?? ", "??")]
    [InlineData("https://id.example.org/account/link#token=", "https://id.example.org/account/link#token=")]
    public void What_has_no_code_stays_as_it_is(string pasted, string read) => Assert.Equal(read, PastedCode.In(pasted));
}
