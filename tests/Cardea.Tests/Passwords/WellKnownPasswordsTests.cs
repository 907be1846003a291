using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

/// <summary>Some hundreds of the best-known passwords, as they are and as people make them long enough.</summary>
public sealed class WellKnownPasswordsTests
{
    private const string Email = "ada.lovelace@example.org";

    private static readonly string[] Words = """
        password qwerty dragon baseball football monkey letmein shadow master qwertyuiop mustang michael superman qazwsx killer jordan jennifer
        zxcvbnm asdfgh hunter buster soccer harley batman andrew tigger sunshine iloveyou charlie robert thomas hockey ranger daniel starwars
        klaster george computer michelle jessica pepper zxcvbn freedom maggie ginger princess joshua cheese amanda summer ashley nicole chelsea
        biteme matthew access yankees dallas austin thunder taylor matrix william corvette martin heather secret merlin diamond hammer silver
        anthony justin bailey patrick internet scooter orange golfer cookie richard samantha guitar jackson whatever mickey chicken sparky snoopy
        maverick phoenix camaro peanut morgan welcome falcon cowboy ferrari samsung andrea smokey steelers joseph mercedes dakota arsenal eagles
        melissa boomer spider nascar monster tigers yellow gateway marina diablo bulldog compaq purple banana junior hannah porsche lakers iceman
        cowboys london tennis coffee scooby miller boston brandon yamaha chester mother forever johnny edward oliver redsox player nikita knight
        fender barney midnight please brandy chicago badboy slayer rangers charles flower rabbit wizard jasper rachel steven winner adidas victoria
        natasha jasmine winter prince panties marine fishing cocacola casper raiders marlboro gandalf asdfasdf crystal golden panther lauren angela
        spanky angels madison winston shannon toyota canada sophie apples pokemon qazxsw qwaszx muffin johnson murphy cooper jonathan liverpoo
        danielle jackie turtle scorpion qazwsxedc butter carlos dennis slipknot booger startrek cameron newyork rainbow nathan rocket viking
        redskins butthead asdfghjkl sierra peaches gemini doctor wilson sandra helpme qwertyui victor florida dolphin pookie captain tucker
        liverpool theman bandit dolphins maddog packers jaguar lovers nicholas united tiffany maxwell nirvana jeremy stupid monica elephant giants
        jackass hotdog rosebud success debbie mountain warrior albert metallic azerty shithead alexis samson willie scorpio bonnie gators benjamin
        voodoo driver dexter calvin freddy creative sydney asdfghjk trouble gunner gordon legend jessie stella eminem arthur nissan bullshit
        america nothing parker rebecca qweqwe garfield beavis asdasd december apollo skippy kitten copper braves shelby godzilla tomcat august
        airborne lifehack brooklyn animal platinum phantom online xavier darkness voyager police travis heaven snowball
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Passphrases = Read();

    public static TheoryData<int> Minimums => [.. Enumerable.Range(8, 13)];

    [Fact]
    public void There_are_hundreds_of_words() => Assert.InRange(Words.Distinct().Count(), 300, 400);

    [Theory]
    [MemberData(nameof(Minimums))]
    public void Well_known_passwords_are_refused_at_every_minimum_length(int minimum)
    {
        var accepted = Words.SelectMany(word => Lengthen(word, minimum)).Where(password => IsGood(password, minimum)).ToArray();

        Assert.Empty(accepted);
    }

    [Theory]
    [MemberData(nameof(Minimums))]
    public void Long_digits_in_an_order_are_refused_at_every_minimum_length(int minimum)
    {
        string[] endless =
        [
            Count(1, 1), Count(0, 1), Count(99, -1), Count(2, 2), Count(5, 5), Count(10, 10), Count(100, 1),
            Count(1990, 1), Count(2026, -1), Count(1234, 1), string.Concat(Enumerable.Range(1, 30).Select(static i => $"{i:D2}")),
            Repeat("0123456789"), Repeat("1234567890"), Repeat("9876543210"), Repeat("12"), Repeat("123"), Repeat("1"), Repeat("2026"),
            Double("1234567890"), Double("0987654321"),
        ];

        Assert.All(endless, digits => Assert.False(IsGood(digits[..minimum], minimum), digits[..minimum]));
    }

    [Theory]
    [MemberData(nameof(Minimums))]
    public void Random_words_are_a_good_password_at_every_minimum_length(int minimum)
    {
        Assert.InRange(Passphrases.Distinct().Count(), 300, 1000);
        Assert.DoesNotContain(Passphrases, passphrase => !IsGood(passphrase, minimum));
    }

    [Theory]
    [InlineData("password is what my dragon eats")]
    [InlineData("jennifer hates mustard on sundays")]
    [InlineData("12345678 correct horses")]
    [InlineData("abcdefgh is how my song begins")]
    [InlineData("qwertyuiop walks the dog")]
    [InlineData("aaaaaaaaaa says the dentist")]
    [InlineData("the password of ada.lovelace")]
    [InlineData("example.org hosts my mail")]
    [InlineData("acme portal opens at nine")]
    [InlineData("my acme-portal login from home")]
    [InlineData("sunshine umbrella 1234")]
    [InlineData("Michelle & Barack & Bo")]
    [InlineData("iloveyou more than taxes")]
    [InlineData("football monkey letmein shadow")]
    [InlineData("dragon7baseball7master7")]
    [InlineData("83920174652918374650")]
    [InlineData("qkzjw vbnxr pltgd mhfcs")]
    [InlineData("кот ест рыбу по средам и пятницам")]
    [InlineData("8f3e1c9ab27d4056e1f2")]
    public void A_common_word_inside_a_password_does_not_matter(string password) => Assert.True(IsGood(password, 20) || IsGood(password, 15), password);

    [Theory]
    [InlineData("acmeportal2026!")]
    [InlineData("AcmePortal2026!")]
    [InlineData("acme portal2026")]
    [InlineData("Acme-Portal-2026")]
    [InlineData("acme.portal.2026")]
    [InlineData("acme_portal_2026")]
    [InlineData("2026!acmeportal")]
    [InlineData("4cm3p0rt41!!2026")]
    [InlineData("@cmePort@l202612")]
    [InlineData("acmeportalacmeportal")]
    [InlineData("Acme Portal Acme Portal")]
    [InlineData("portal1234567890")]
    [InlineData("id.acme-portal.example")]
    [InlineData("idacmeportal2026")]
    [InlineData("id-acme-portal-1")]
    [InlineData("acmeportalexample")]
    public void The_name_of_the_service_is_refused_however_its_words_are_joined(string password) =>
        Assert.Contains("PasswordNamesService", Codes(password, 15));

    [Theory]
    [InlineData("adalovelace2026")]
    [InlineData("ada lovelace 2026")]
    [InlineData("Ada-Lovelace-2026")]
    [InlineData("ada_lovelace_26!")]
    [InlineData("l0vel4ce20261128")]
    [InlineData("adalovelaceexampleorg")]
    [InlineData("ada.lovelace@example.org")]
    [InlineData("lovelacelovelace")]
    public void The_address_is_refused_however_its_words_are_joined(string password) =>
        Assert.Contains("PasswordNamesAddress", Codes(password, 15));

    [Theory]
    [InlineData("P@$$w0rd20261128")]
    [InlineData("5unshine20261128")]
    [InlineData("1l0vey0u20261128")]
    [InlineData("M1CHE11E!!!!!!!!!")]
    [InlineData("123456789jennifer")]
    [InlineData("06.12.1987michelle!")]
    [InlineData("maytheforcebewithyou")]
    [InlineData("May the force be with you!")]
    [InlineData("thisismypassword1")]
    [InlineData("iloveyoujennifer")]
    public void What_is_made_from_a_common_password_is_refused(string password) => Assert.Contains("PasswordCommon", Codes(password, 15));

    [Theory]
    [InlineData("qwertyuiop12345")]
    [InlineData("123qwerasdfzxcv")]
    [InlineData("a b c d e f g h i j")]
    [InlineData("1-2-3-4-5-6-7-8-9-10")]
    [InlineData("a1b2c3d4e5f6g7h8")]
    [InlineData("aabbccddeeffgghh")]
    [InlineData("112233445566778899")]
    [InlineData("1qazxsw23edcvfr4")]
    [InlineData("zaq12wsxcde34rfv")]
    [InlineData("!@#$%^&*()_+1234")]
    [InlineData("123456789101112!")]
    [InlineData("199019911992199319")]
    [InlineData("1000200030004000500")]
    public void A_sequence_is_refused(string password) =>
        Assert.True(Codes(password, 15).Intersect(["PasswordIsRow", "PasswordCommon"]).Any(), password);

    [Fact]
    public void The_longest_sequence_is_looked_at_in_a_moment()
    {
        // Each cut of it into rows leads nowhere, because of its last character.
        var rows = Repeat("asdfghjklzxcvbnm1qaz2wsxqwertyuiop").PadRight(1023, 'a')[..1023] + "é"[..1];

        Assert.False(PasswordSequence.IsWhole(rows));
    }

    private static IEnumerable<string> Lengthen(string word, int minimum)
    {
        string[] ways =
        [
            word, Double(word), word + "1", word + "!", word + Repeat("1"), word + Repeat("!"), word + Count(1, 1), word + "2026!" + Repeat("!"),
            Count(1, 1)[..Math.Max(0, minimum - word.Length)] + word, Repeat(word), char.ToUpperInvariant(word[0]) + word[1..] + "2026",
            word.Replace('a', '@').Replace('o', '0').Replace('e', '3').Replace('s', '$') + Repeat("1"),
        ];
        return ways.Select(way => way.Length > Math.Max(minimum, word.Length + 5) ? way[..Math.Max(minimum, word.Length + 1)] : way).Where(way => way.Length >= minimum);
    }

    private static string Double(string text) => text + text;

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 40));

    private static string Count(int first, int step) =>
        string.Concat(Enumerable.Range(0, 40).Select(i => first + (i * step)).TakeWhile(static number => number >= 0));

    private static bool IsGood(string password, int minimum) => !Codes(password, minimum).Any();

    private static IEnumerable<string> Codes(string password, int minimum)
    {
        CardeaOptions options = new() { Issuer = "https://id.acme-portal.example", ServiceName = "Acme Portal" };
        options.Passwords.MinimumLength = minimum;
        return new PasswordPolicy(options).Check(password, Email).Select(static finding => finding.Code);
    }

    // Four of the words, drawn by a fixed rule: none of the passphrases is a password that anybody uses.
    private static string[] Read() =>
    [
        .. from i in Enumerable.Range(0, 400)
           let four = (string[])[Words[(i * 7) % Words.Length], Words[((i * 13) + 5) % Words.Length], Words[((i * 29) + 11) % Words.Length], Words[((i * 53) + 17) % Words.Length]]
           select string.Join(" -._"[i % 4], four),
    ];
}
