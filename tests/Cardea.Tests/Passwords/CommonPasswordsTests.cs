using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class CommonPasswordsTests
{
    private static readonly string[] Lines = Read();

    [Fact]
    public void The_list_is_sorted_by_code_in_lower_case_without_doubles()
    {
        Assert.Equal(Lines.Order(StringComparer.Ordinal), Lines);
        Assert.Distinct(Lines);
        Assert.All(Lines, static line => Assert.DoesNotMatch("[A-Z\\s]|[^\\x21-\\x7E]|^$", line));
    }

    [Fact]
    public void More_than_the_three_thousand_that_a_check_must_cover_are_long_enough_to_be_chosen() =>
        Assert.True(Lines.Count(static line => line.Length >= 8) > 3000);

    [Fact]
    public void Every_line_is_found_and_nothing_between_them()
    {
        var lines = Lines.ToHashSet(StringComparer.Ordinal);
        Assert.All(Lines, static line => Assert.True(CommonPasswords.Contains(line)));
        Assert.All(
            Lines.SelectMany(static line => (string[])[line[..^1], line + "0", line + "\n", "\n" + line, line + "\0", "!" + line]),
            near => Assert.Equal(lines.Contains(near), CommonPasswords.Contains(near)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("correct horse battery staple")]
    [InlineData("\u00FF")]
    [InlineData("password\npassword")]
    public void What_is_not_common_is_not_found(string password) => Assert.False(CommonPasswords.Contains(password));

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
