using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class PasswordPolicyTests
{
    private const string Email = "augusta.king1852@example.org";

    private readonly CardeaOptions _options = new() { Issuer = "https://id.notebook.example:8443/sign-in" };

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("fifteen letters")]
    [InlineData("               a cat")]
    [InlineData("x7$kQ9pLx7$kQ9pL")]
    [InlineData("zq4 wv8 mk1 jh5 xp2")]
    [InlineData("\u9053\u53EF\u9053\u975E\u5E38\u9053\u540D\u53EF\u540D\u975E\u5E38\u540D\u7121\u540D\u5929")]
    [InlineData("dragon 7429 1185 2290 6613")]
    [InlineData("augusta.king1852 wrote notes")]
    [InlineData("notebook of a lovelace")]
    [InlineData("92743518620519482")]
    [InlineData("92743518abc61952048")]
    public void A_password_without_rules_of_composition_is_good(string password) => Assert.Empty(Codes(password));

    [Theory]
    [InlineData("", "PasswordTooShort")]
    [InlineData("fourteen chars", "PasswordTooShort")]
    [InlineData("\U0001F40E\U0001F50B\U0001F4CE\U0001F600\U0001F601\U0001F602\U0001F603\U0001F604", "PasswordTooShort")]
    [InlineData("e\u0301a\u0301o\u0301i\u0301u\u0301y\u0301n\u0301c\u0301", "PasswordTooShort")]
    [InlineData("aaaaaaaaaaaaaaa", "PasswordRepeats")]
    [InlineData("               ", "PasswordRepeats")]
    [InlineData("abxabxabxabxabxab", "PasswordRepeats")]
    [InlineData("7 bats 7 bats 7 bats", "PasswordRepeats")]
    [InlineData("123456789012345", "PasswordIsRow")]
    [InlineData("567890123456789012", "PasswordIsRow")]
    [InlineData("987654321098765", "PasswordIsRow")]
    [InlineData("abcdefghijklmno", "PasswordIsRow")]
    [InlineData("ZYXWVUTSRQPONML", "PasswordIsRow")]
    [InlineData("qwertyuiopasdfgh", "PasswordIsRow")]
    [InlineData("mnbvcxzlkjhgfdsa", "PasswordIsRow")]
    [InlineData("qwertzuiopasdfghjkl", "PasswordIsRow")]
    [InlineData("1qaz2wsx3edc4rfv5tgb", "PasswordIsRow")]
    [InlineData("abcdefghijklm2024!", "PasswordIsRow")]
    [InlineData("qwertasdfgzxcvb", "PasswordCommon")]
    [InlineData("Password1234567", "PasswordCommon")]
    [InlineData("PASSWORD!!!!!!!", "PasswordCommon")]
    [InlineData("passwordpassword", "PasswordCommon")]
    [InlineData("passwordpassword1", "PasswordCommon")]
    [InlineData("Password1Password1", "PasswordCommon")]
    [InlineData("letmein letmein letmein", "PasswordCommon")]
    [InlineData("dragon123456789", "PasswordCommon")]
    [InlineData("...wonderwoman2024", "PasswordCommon")]
    [InlineData("cardeacardeacardea", "PasswordNamesService")]
    [InlineData("Notebook20261231", "PasswordNamesService")]
    [InlineData("id.notebook.example", "PasswordNamesService")]
    [InlineData("augusta.king1852", "PasswordNamesAddress")]
    [InlineData("Augusta.King!!!!", "PasswordNamesAddress")]
    [InlineData("augusta.king1852@example.org", "PasswordNamesAddress")]
    public void What_is_guessed_first_is_refused_with_its_reason(string password, string code) => Assert.Contains(code, Codes(password));

    [Fact]
    public void Every_finding_is_reported_with_a_reason_for_people()
    {
        var findings = new PasswordPolicy(_options).Check("Password", Email).ToArray();

        Assert.Equal(["PasswordTooShort", "PasswordCommon"], findings.Select(static finding => finding.Code));
        Assert.All(findings, static finding => Assert.StartsWith("It ", finding.Description, StringComparison.Ordinal));
        Assert.Contains("8 characters", findings[0].Description, StringComparison.Ordinal);
        Assert.Contains("15", findings[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void No_reason_repeats_the_password() =>
        Assert.DoesNotContain(new PasswordPolicy(_options).Check("hunter22", Email), static finding => finding.Description.Contains("hunter", StringComparison.Ordinal));

    [Fact]
    public void Every_code_point_counts_as_one()
    {
        var fifteen = string.Concat(Enumerable.Range(0x1F600, 15).Select(char.ConvertFromUtf32));

        Assert.Empty(Codes(fifteen));
        Assert.Equal(["PasswordTooShort"], Codes(fifteen[..^2]));
    }

    [Fact]
    public void The_longest_password_is_taken_and_a_longer_one_is_not()
    {
        var longest = string.Concat(Enumerable.Range(0, 256).Select(static i => $"{i * 7919 % 1000:D3} "));

        Assert.Empty(Codes(longest));
        Assert.Equal(["PasswordTooLong"], Codes(longest + "!"));
        Assert.Equal(["PasswordTooLong"], Codes(longest[..^1] + "\u00E9"));
        Assert.Equal(["PasswordTooLong"], Codes(new string('x', 10_000_000)));
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.Equal(["PasswordNotText"], Codes("half a character \uD83D"));
        Assert.Equal(["PasswordNotText"], Codes("\uDE00\uD83D the wrong way round"));
    }

    [Fact]
    public void The_minimum_can_be_lowered()
    {
        _options.Passwords.MinimumLength = 8;

        Assert.Empty(Codes("v7 kq2zp"));
        Assert.Equal(["PasswordTooShort"], Codes("v7 kq2z"));
        Assert.Equal(["PasswordCommon"], Codes("starwars"));
    }

    [Fact]
    public void Without_an_address_the_rest_still_counts()
    {
        Assert.Empty(new PasswordPolicy(_options).Check("augusta.king1852", email: null));
        Assert.NotEmpty(new PasswordPolicy(_options).Check("passwordpassword", email: null));
    }

    [Fact]
    public void Without_an_issuer_yet_the_service_is_called_Cardea()
    {
        _options.Issuer = "";

        Assert.Equal(["PasswordNamesService"], Codes("cardea2026cardea2026"));
    }

    private IEnumerable<string> Codes(string password) => new PasswordPolicy(_options).Check(password, Email).Select(static finding => finding.Code);
}
