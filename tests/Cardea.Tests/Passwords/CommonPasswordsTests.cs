using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class CommonPasswordsTests
{
    private static readonly string[] Lines = Read();

    [Fact]
    public void The_list_is_sorted_by_code_and_folded_without_doubles()
    {
        Assert.Equal(Lines.Order(StringComparer.Ordinal), Lines);
        Assert.Distinct(Lines);
        Assert.All(Lines, static line => Assert.Matches("^[ -~]{4,}$", line));
        Assert.All(Lines, static line => Assert.Equal(PasswordFold.Letters(PasswordFold.Case(line)), line));
    }

    [Fact]
    public void For_every_minimum_length_at_least_three_thousand_entries_are_long_enough_to_be_chosen() =>
        Assert.All(Enumerable.Range(8, 13), static minimum => Assert.InRange(Lines.Count(line => line.Length >= minimum), 3_000, 100_000));

    [Fact]
    public void The_list_has_about_a_hundred_thousand_entries_in_about_a_megabyte()
    {
        Assert.InRange(Lines.Length, 90_000, 110_000);
        Assert.InRange(Lines.Sum(static line => line.Length + 1), 900_000, 1_100_000);
    }

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
