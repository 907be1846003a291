using Cardea.Codes;

namespace Cardea.Tests.Codes;

/// <summary>White space and dashes between the characters of a code do not count, whatever program put them there.</summary>
public sealed class TypedTextTests
{
    [Theory]
    [InlineData("12345678")]
    [InlineData(" 1234 5678\n")]
    [InlineData("12\u00A034\t5678")]
    [InlineData("1234-5678")]
    [InlineData("1234\u20135678")]
    [InlineData("1234\u20115678")]
    [InlineData("\u200E12345678\u200B")]
    public void Only_the_characters_of_the_code_count(string typed) => Assert.Equal("12345678", TypedText.Plain(typed));

    [Theory]
    [InlineData("1234_5678")]
    [InlineData("1234.5678")]
    public void Anything_else_stays(string typed) => Assert.Equal(typed, TypedText.Plain(typed));
}
