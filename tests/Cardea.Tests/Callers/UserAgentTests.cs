using Cardea.AspNetCore.Callers;
using Cardea.Clients;

namespace Cardea.Tests.Callers;

/// <summary>What people call the programs that sign in.</summary>
public sealed class UserAgentTests
{
    // One a line: what it is called (= for as it is), User-Agent, and where it is sent Sec-CH-UA with Sec-CH-UA-Platform.
    private static readonly string[][] Known = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Callers/user-agents.tsv")).Select(static line => line.Split('\t'))];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Known.Length)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_program_is_called_by_what_people_know(int line)
    {
        var (name, text) = (Known[line][0], Known[line][1]);

        Assert.Equal(name == "=" ? text : name, new UserAgent(text, Known[line].ElementAtOrDefault(2), Known[line].ElementAtOrDefault(3)).Name);
    }

    [Fact]
    public void More_than_a_hundred_are_tried() => Assert.InRange(Known.Select(static line => line[1]).Distinct().Count(), 100, int.MaxValue);

    [Fact]
    public void What_is_long_and_unknown_is_cut() =>
        Assert.Equal(new string('x', ClientDevice.MaximumUserAgent), new UserAgent(new string('x', 1000), Brands: null, Platform: null).Name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void What_says_nothing_has_no_name(string? text) => Assert.Null(new UserAgent(text, "\"Google Chrome\";v=\"131\"", "\"Windows\"").Name);
}
