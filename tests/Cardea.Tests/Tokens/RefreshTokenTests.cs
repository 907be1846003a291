using System.Buffers.Text;
using System.Security.Cryptography;
using Cardea.Tokens;

namespace Cardea.Tests.Tokens;

public sealed class RefreshTokenTests
{
    // Computed apart from this code, straight from the definition of the format: key 7 of the bytes 0 to 31, generations
    // 258 to 260, the first secret the bytes 0xA0 to 0xBF. Tokens like these are out there: they must be read forever.
    private const string Session = "0197a3b2-c4d5-7e6f-8a9b-0c1d2e3f4a5b";
    private const string Token258 = "cdr_AQAHAZejssTVfm-KmwwdLj9KWwAAAQKgoaKjpKWmp6ipqqusra6vsLGys7S1tre4ubq7vL2-v3o4tUA2BQ2xS0pOFfnBJaM";
    private const string Token259 = "cdr_AQAHAZejssTVfm-KmwwdLj9KWwAAAQO5gQGJ_oMy6HRd7p4ZAZDn1i0lC2KU8yWd81SsJVuttiHgNizn01giozwj6jj9R1A";
    private const string Token260 = "cdr_AQAHAZejssTVfm-KmwwdLj9KWwAAAQS7Uo7VwuN65NXAHWvPNj9VLLJontJqQ8t6GLEquS4pNrj9cC3aE2Z3_3CQWKxaGzw";
    private const string Cookie258 = "cdr_AQMHAZejssTVfm-KmwwdLj9KWwAAAQKgoaKjpKWmp6ipqqusra6vsLGys7S1tre4ubq7vL2-v4e1tc-Kt2r0TcAkqA6XsWM";
    private const string Cookie259 = "cdr_AQMHAZejssTVfm-KmwwdLj9KWwAAAQO5gQGJ_oMy6HRd7p4ZAZDn1i0lC2KU8yWd81SsJVuttv8u2XwiLsKHdvcBikAhZv8";
    private const string Hash258 = "00e988677eecf94c0bb9233371c7c0d6f4db8ebdcdecb7c5ebaa666f17249227";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly RefreshTokenKey Key = new(7, [.. Enumerable.Range(0, 32).Select(static i => (byte)i)]);

    [Fact]
    public void The_format_is_what_it_is_defined_to_be()
    {
        var token = Read(Token258)!;

        Assert.Equal(Session, token.SessionId.ToString());
        Assert.Equal(258, token.Generation);
        Assert.Equal(Hash258, Convert.ToHexStringLower(token.Hash));
        Assert.Equal(Token258, token.Reveal());
    }

    [Fact]
    public void The_successor_is_determined_by_its_parent()
    {
        Assert.Equal(Token259, Read(Token258)!.Next().Reveal());
        Assert.Equal(Token260, Read(Token259)!.Next().Reveal());
        Assert.Equal(Token260, Read(Token258)!.Descend(260).Reveal());
        Assert.Equal(Token258, Read(Token258)!.Descend(258).Reveal());
    }

    [Fact]
    public void A_token_says_how_it_travels_and_its_successors_say_the_same()
    {
        var cookie = Read(Cookie258)!;

        Assert.Equal((TokenTransport.Cookie | TokenTransport.Persistent, true), (cookie.Transport, cookie.IsOfCookie));
        Assert.Equal(Cookie259, cookie.Next().Reveal());
        Assert.Equal((TokenTransport.Body, false), (Read(Token258)!.Transport, Read(Token258)!.IsOfCookie));
        foreach (var transport in (TokenTransport[])[TokenTransport.Body, TokenTransport.Cookie, TokenTransport.Cookie | TokenTransport.Persistent | TokenTransport.RefreshOnly])
        {
            Assert.Equal(transport, Read(Key.Begin(cookie.SessionId, transport).Next().Reveal())!.Transport);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    [InlineData(9, false)]
    [InlineData(0x81, false)]
    public void Flags_that_mean_nothing_are_not_read(byte flags, bool recognised) => Assert.Equal(recognised, Read(Retagged(1, flags)) is not null);

    [Fact]
    public void A_token_has_no_ancestors() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Token259)!.Descend(258));

    [Fact]
    public void A_session_begins_at_generation_zero_with_a_secret_of_its_own()
    {
        var id = SessionId.Create(DateTimeOffset.UnixEpoch);
        var (one, other) = (Key.Begin(id), Key.Begin(id));

        Assert.Equal(0, one.Generation);
        Assert.Equal(id, one.SessionId);
        Assert.NotEqual(one.Reveal(), other.Reveal());
        Assert.Equal(one.Reveal(), Read(one.Reveal())!.Reveal());
    }

    [Fact]
    public void It_matches_its_own_hash_and_no_other()
    {
        var token = Read(Token258)!;

        Assert.True(token.Matches(Convert.FromHexString(Hash258)));
        Assert.False(token.Matches(token.Next().Hash));
        Assert.False(token.Matches(token.Hash[..31]));
        Assert.False(token.Matches([]));
    }

    [Fact]
    public void No_other_character_will_do_anywhere()
    {
        foreach (var at in Enumerable.Range(0, Token258.Length))
        {
            foreach (var character in Alphabet + "=+/ \t\r\n.%~\0\u00A0\u0100\uFF21")
            {
                if (character != Token258[at])
                {
                    Assert.Null(Read($"{Token258[..at]}{character}{Token258[(at + 1)..]}"));
                }
            }
        }
    }

    [Fact]
    public void No_truncation_and_no_addition_will_do()
    {
        foreach (var at in Enumerable.Range(0, Token258.Length))
        {
            Assert.Null(Read(Token258[..at]));
            Assert.Null(Read(Token258[(at + 1)..]));
            foreach (var character in "A=_ \t\r\n\0")
            {
                Assert.Null(Read(Token258.Insert(at, $"{character}")));
                Assert.Null(Read($"{Token258}{character}"));
            }
        }

        Assert.Null(Read(Token258 + "=="));
        Assert.Null(Read(Token258 + Token258));
        Assert.Null(Read(null));
    }

    [Fact]
    public void White_space_for_characters_that_carry_nothing_will_not_do()
    {
        // A lenient decoder skips white space; the length alone would not tell.
        var lenient = string.Concat(Token258.AsSpan(0, Token258.Length - 4), "    ");

        Assert.Null(Read(lenient));
        Assert.Null(Read(string.Concat(Token258.AsSpan(0, Token258.Length - 1), " ")));
    }

    [Fact]
    public void Every_bit_counts()
    {
        var bytes = Base64Url.DecodeFromChars(Token258.AsSpan(4));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Read("cdr_" + Base64Url.EncodeToString(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Another_version_is_not_read_by_the_rules_of_this_one(byte version, bool recognised) =>
        Assert.Equal(recognised, Read(Retagged(version, flags: 0)) is not null);

    // Tagged as only the issuer can.
    private static string Retagged(byte version, byte flags)
    {
        var bytes = Base64Url.DecodeFromChars(Token258.AsSpan(4));
        (bytes[0], bytes[1]) = (version, flags);
        var tagKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. Enumerable.Range(0, 32).Select(static i => (byte)i)], 32, [], "cardea refresh token tag"u8.ToArray());
        HMACSHA256.HashData(tagKey, bytes.AsSpan(..^16)).AsSpan(0, 16).CopyTo(bytes.AsSpan(^16..));
        return "cdr_" + Base64Url.EncodeToString(bytes);
    }

    [Fact]
    public void Another_key_of_the_same_number_does_not_recognise_it()
    {
        var other = new RefreshTokenKey(7, [.. Enumerable.Range(1, 32).Select(static i => (byte)i)]);

        Assert.Null(RefreshTokenKey.Read(Token258, _ => other));
    }

    [Fact]
    public void A_key_that_is_gone_does_not_recognise_it() =>
        Assert.Null(RefreshTokenKey.Read(Token258, static _ => null));

    [Fact]
    public void The_key_is_asked_for_by_its_number()
    {
        var asked = new List<byte>();
        RefreshTokenKey.Read(Token258, id =>
        {
            asked.Add(id);
            return Key;
        });

        Assert.Equal<byte>([7], asked);
    }

    [Fact]
    public void A_text_in_place_of_a_token_or_a_key_shows_no_secret()
    {
        Assert.Equal(Session + " generation 258", Read(Token258)!.ToString());
        Assert.Equal(Session + " generation 258", $"{Read(Token258)}");
        Assert.Equal("refresh token key 7", Key.ToString());
    }

    private static RefreshToken? Read(string? text) => RefreshTokenKey.Read(text, static id => id == 7 ? Key : null);
}
