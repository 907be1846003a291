using System.Globalization;
using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

/// <summary>The file of breached passwords is searched in place, and what is no such file is found at start.</summary>
public sealed class BreachedFileTests : IDisposable
{
    private static readonly string[] Keys =
    [
        .. Enumerable.Range(0, 2000).Select(static i => BreachKey.Of(i.ToString(CultureInfo.InvariantCulture))).Order(StringComparer.Ordinal),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");

    [Fact]
    public void The_key_is_the_sha_1_of_the_password() =>
        Assert.Equal("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8", BreachKey.Of("password"));

    [Theory]
    [InlineData("", "\n", true)]
    [InlineData(":3", "\n", true)]
    [InlineData(":30000000", "\r\n", true)]
    [InlineData("", "\r\n", false)]
    [InlineData(":12", "\n", false)]
    public void Every_line_is_found_and_nothing_between_them(string count, string end, bool endsLastLine)
    {
        // Counts of different lengths, so that the middle of the file is anywhere in a line.
        var lines = Keys.Select((key, i) => key + (count.Length == 0 ? "" : $"{count}{(i % 3 == 0 ? "" : i)}"));
        var path = Write(string.Join(end, lines) + (endsLastLine ? end : ""));

        Assert.Empty(BreachedFile.Check(path));
        using var file = BreachedFile.Open(path);
        Assert.All(Keys, key => Assert.True(file.Contains(key), key));
        Assert.All(Keys, key => Assert.False(file.Contains(key[..^1] + (key[^1] == '0' ? '1' : '0')), key));
        Assert.False(file.Contains(new('0', BreachKey.Length)));
        Assert.False(file.Contains(new('F', BreachKey.Length)));
    }

    [Fact]
    public void Small_letters_are_hex_too()
    {
        using var file = BreachedFile.Open(Write(CultureInfo.InvariantCulture.TextInfo.ToLower(string.Join('\n', Keys))));

        Assert.True(file.Contains(Keys[0]));
        Assert.True(file.Contains(Keys[^1]));
    }

    [Fact]
    public void A_file_of_one_line_is_searched()
    {
        var path = Write(Keys[7]);

        Assert.Empty(BreachedFile.Check(path));
        using var file = BreachedFile.Open(path);
        Assert.True(file.Contains(Keys[7]));
        Assert.False(file.Contains(Keys[6]));
        Assert.False(file.Contains(Keys[8]));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "", "empty" },
        { "password\n123456\n", "no SHA-1" },
        { "\uFEFF" + Keys[0] + "\n" + Keys[1] + "\n", "no SHA-1" },
        { Keys[0] + "\n\n", "no SHA-1" },
        { Keys[0] + ":many\n", "no SHA-1" },
        { Keys[0] + ":\n", "no SHA-1" },
        { Keys[0][..32] + "\n", "no SHA-1" },
        { new('A', 5000), "no SHA-1" },
        { Keys[1] + "\n" + Keys[0] + "\n", "not sorted" },
        { Keys[0] + "\n" + Keys[0] + "\n", "not sorted" },
        { string.Join('\n', Keys.Reverse()), "not sorted" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_such_file_is_refused_with_the_setting_and_the_reason(string text, string reason)
    {
        var finding = Assert.Single(BreachedFile.Check(Write(text)));

        Assert.StartsWith("Cardea:Passwords:BreachedFile must be", finding, StringComparison.Ordinal);
        Assert.Contains(reason, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_refused()
    {
        Assert.Contains("missing.txt", Assert.Single(BreachedFile.Check(Path.Combine(_directory.FullName, "missing.txt"))), StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, Assert.Single(BreachedFile.Check(_directory.FullName)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_setting_there_is_nothing_to_find() => Assert.Empty(BreachedFile.Check(""));

    public void Dispose() => _directory.Delete(recursive: true);

    private string Write(string text)
    {
        var path = Path.Combine(_directory.FullName, "breached.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
