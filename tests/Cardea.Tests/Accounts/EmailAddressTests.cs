using System.Globalization;
using System.Text;
using Cardea.Accounts;
using CsCheck;

namespace Cardea.Tests.Accounts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("  ADA@Example.ORG\r\n", "ada@example.org")]
    [InlineData("\u00A0ada@example.org\u2003", "ada@example.org")]
    [InlineData("ada+cardea@example.org", "ada+cardea@example.org")]
    [InlineData("o'brien!#$%&*/=?^_`{|}~-@example.org", "o'brien!#$%&*/=?^_`{|}~-@example.org")]
    [InlineData("ada@mail.example.co.uk", "ada@mail.example.co.uk")]
    [InlineData("ada@B\u00DCCHER.example", "ada@b\u00FCcher.example")]
    [InlineData("ada@bu\u0308cher.example", "ada@b\u00FCcher.example")]
    [InlineData("ada@xn--bcher-kva.example", "ada@b\u00FCcher.example")]
    [InlineData("ada@XN--BCHER-KVA.example", "ada@b\u00FCcher.example")]
    [InlineData("ada@stra\u00DFe.example", "ada@stra\u00DFe.example")]
    [InlineData("ada@xn--strae-oqa.example", "ada@stra\u00DFe.example")]
    [InlineData("ada@example\u3002org", "ada@example.org")]
    [InlineData("ada@\uFF45xample.org", "ada@example.org")]
    [InlineData("ada@exam\u00ADple.org", "ada@example.org")]
    [InlineData("\u7528\u6237@\u4F8B\u3048.\u30C6\u30B9\u30C8", "\u7528\u6237@\u4F8B\u3048.\u30C6\u30B9\u30C8")]
    [InlineData("Re\u0301ne\u0301@example.org", "r\u00E9n\u00E9@example.org")]
    [InlineData("\u212Bngstr\u00F6m@example.org", "\u00E5ngstr\u00F6m@example.org")]
    [InlineData("J\u030Can@example.org", "\u01F0an@example.org")]
    [InlineData("\u01F0an@example.org", "\u01F0an@example.org")]
    public void Every_spelling_becomes_one(string spelling, string address) =>
        Assert.Equal(address, EmailAddress.Normalize(spelling));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ada")]
    [InlineData("@")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@@example.org")]
    [InlineData("ada@example@example.org")]
    [InlineData("ada@example")]
    [InlineData("ada@localhost")]
    [InlineData("ada@example.org.")]
    [InlineData("ada@.example.org")]
    [InlineData("ada@example..org")]
    [InlineData(".ada@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("ada\uFF20example.org")]
    [InlineData("ada\uFF20evil.example@example.org")]
    [InlineData("ada@evil.example\uFF20example.org")]
    [InlineData("ada\uFE6Bexample.org")]
    [InlineData("ada@example.org,eve@example.org")]
    [InlineData("ada,eve@example.org")]
    [InlineData("ada@example.org;eve@example.org")]
    [InlineData("ada@example.org eve@example.org")]
    [InlineData("ada\uFF0Ceve@example.org")]
    [InlineData("\"ada\"@example.org")]
    [InlineData("\"ada@evil.example\"@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada(comment)@example.org")]
    [InlineData("ada\\@example.org")]
    [InlineData("ada:eve@example.org")]
    [InlineData("[ada]@example.org")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@127.0.0.1")]
    [InlineData("ada@example.1")]
    [InlineData("ada@exa_mple.org")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@example-.org")]
    [InlineData("ada@xn--a.org")]
    [InlineData("ada@xn--example-.org")]
    [InlineData("ada@exa mple.org")]
    [InlineData("a da@example.org")]
    [InlineData("ada@example.org\r\nbcc: eve@example.org")]
    [InlineData("ada\0@example.org")]
    [InlineData("ada\u007F@example.org")]
    [InlineData("ada\u0085@example.org")]
    [InlineData("ada@example.org\0")]
    [InlineData("a\u00A0da@example.org")]
    [InlineData("ada@exa\u00A0mple.org")]
    [InlineData("a\u3000da@example.org")]
    [InlineData("a\u200Bda@example.org")]
    [InlineData("a\u200Dda@example.org")]
    [InlineData("a\u202Eda@example.org")]
    [InlineData("\uFEFFada@example.org")]
    [InlineData("a\u034Fda@example.org")]
    [InlineData("a\u115Fda@example.org")]
    [InlineData("a\uFE0Fda@example.org")]
    [InlineData("a\uDB40\uDD00da@example.org")]
    [InlineData("a\u3164da@example.org")]
    [InlineData("\uFF41da@example.org")]
    [InlineData("a\u2024da@example.org")]
    [InlineData("ada@example\u2024org")]
    [InlineData("ada\uD83D\uDE00@example.org")]
    public void What_is_no_single_plain_address_is_refused(string? text) => Assert.Null(EmailAddress.Normalize(text));

    [Fact]
    public void Half_a_character_or_none_is_refused_wherever_it_stands()
    {
        // Not as theory data: a test runner's report could not hold them.
        foreach (var half in (string[])["\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uFFFE", "\uFFFF", "\uFDD0", "\uD83F\uDFFE"])
        {
            foreach (var text in (string[])[$"{half}ada@example.org", $"ada{half}@example.org", $"ada@{half}.org", $"ada@example.org{half}"])
            {
                Assert.Null(EmailAddress.Normalize(text));
            }
        }
    }

    [Fact]
    public void The_longest_address_is_taken_and_a_longer_one_is_not()
    {
        var local = new string('a', 64);
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 60), 3)) + ".com";
        var longest = $"{local}@{domain}{new string('d', EmailAddress.MaximumLength - local.Length - 1 - domain.Length)}";

        Assert.Equal(longest, EmailAddress.Normalize(longest));
        Assert.Null(EmailAddress.Normalize(longest + "d"));
        Assert.Null(EmailAddress.Normalize("a" + longest[..^1]));
        Assert.Null(EmailAddress.Normalize($"ada@{new string('b', 64)}.org"));
        Assert.Null(EmailAddress.Normalize(new string('a', 1_000_000) + "@example.org"));
    }

    [Fact]
    public void The_language_of_the_server_makes_no_difference()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal("iris@info.example", EmailAddress.Normalize("IRIS@INFO.example"));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Look_alikes_are_not_the_same_address()
    {
        string[] spellings = ["iris@example.org", "\u0131ris@example.org", "\u0130ris@example.org", "iris@examp\u0131e.org", "\u0456ris@example.org"];
        var addresses = spellings.Select(EmailAddress.Normalize).OfType<string>().ToArray();

        Assert.Equal(addresses.Length, addresses.Distinct().Count());
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => AnyText.Sample(text =>
    {
        if (EmailAddress.Normalize(text) is { } address)
        {
            Assert.Equal(address, EmailAddress.Normalize(address));
            Assert.True(address.IsNormalized());
            Assert.InRange(address.Length, 5, EmailAddress.MaximumLength);
        }
    });

    [Fact]
    public void Canonically_equal_spellings_are_one_address() => AnyText.Where(IsWellFormed).Sample(text =>
        Assert.Equal(EmailAddress.Normalize(text), EmailAddress.Normalize(text.Normalize(NormalizationForm.FormD))));

    [Fact]
    public void Every_letter_with_every_accent_is_one_address_in_all_its_spellings()
    {
        foreach (var letter in Enumerable.Range('A', 0x24F).Concat(Enumerable.Range(0x1E00, 0x200)).Select(static code => $"{(char)code}"))
        {
            for (var accent = '\u0300'; accent < '\u0346'; accent++)
            {
                var address = EmailAddress.Normalize($"{letter}{accent}@example.org");

                Assert.Equal(address, EmailAddress.Normalize(address));
                Assert.Equal(address, EmailAddress.Normalize($"{letter}{accent}".Normalize() + "@example.org"));
            }
        }
    }

    // Mostly addresses, with the characters that make trouble.
    private static Gen<string> AnyText
    {
        get
        {
            var character = Gen.OneOf(
                Gen.Char["abzAIKZ019"],
                Gen.Char[".-+_@, \"\u00AD\u3002\uFF0E"],
                Gen.Char["\u0130\u0131\u0345\u0301\u030C\u0307\u00DF\u03A3\u03C2\u1E9E\u212A\u2126\u01C5\uFB01\u1100\u1161\u11A8\u05D0"],
                Gen.Char);
            var text = Gen.String[character, 0, 8];
            return Gen.Select(text, text, Gen.OneOf(Gen.Const("@"), Gen.Const("")), static (local, domain, at) => $"{local}{at}{domain}.org");
        }
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            return text.Normalize().Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
