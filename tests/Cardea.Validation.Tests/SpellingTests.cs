using System.Text;
using Cardea.Validation.Tests.Running;
using Cardea.Validation.Tokens;

namespace Cardea.Validation.Tests;

/// <summary>A token has one text; whatever differs from it in the least is refused.</summary>
public sealed class SpellingTests(ProtectedApi api) : Spelling(api), IClassFixture<ProtectedApi>;

public abstract class Spelling(ProtectedApi api)
{
    [Fact]
    public async Task Every_change_of_one_character_is_refused()
    {
        var token = api.Issuer.AccessToken();
        await AssertAcceptedAsync(token);
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var character in $"AB{OtherCase(token[i])}-_.+/=% \t\n\0\u00e9\u0430\ud83d".Where(character => character != token[i]))
            {
                await AssertRefusedAsync($"{token[..i]}{character}{token[(i + 1)..]}");
            }
        }
    }

    [Fact]
    public async Task Every_character_more_or_less_is_refused()
    {
        var token = api.Issuer.AccessToken();
        for (var i = 0; i < token.Length; i++)
        {
            await AssertRefusedAsync(token.Remove(i, 1));
            foreach (var character in "A.= \n%\0")
            {
                await AssertRefusedAsync(token.Insert(i, character.ToString()));
            }
        }
    }

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        var token = api.Issuer.AccessToken();
        for (var length = 0; length < token.Length; length++)
        {
            await AssertRefusedAsync(token[..length]);
            await AssertRefusedAsync(token[^length..]);
        }
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("%3D")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("%20")]
    [InlineData("%0A")]
    [InlineData("\0")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".AAAA")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("\u200b")]
    public async Task Nothing_may_stand_before_behind_or_between(string text)
    {
        var token = api.Issuer.AccessToken();
        await AssertRefusedAsync(token + text);
        await AssertRefusedAsync(text + token);
        await AssertRefusedAsync(token.Replace(".", $"{text}.", StringComparison.Ordinal));
        await AssertRefusedAsync(token.Replace(".", $".{text}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stray_bits_behind_the_last_byte_are_refused()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = api.Issuer.AccessToken();
        var last = alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        for (var bits = 1; bits < 16; bits++)
        {
            await AssertRefusedAsync(token[..^1] + alphabet[last | bits]);
        }
    }

    [Fact]
    public async Task An_encrypted_token_is_refused()
    {
        var header = Forgery.Encode("""{"alg":"dir","enc":"A256GCM","typ":"at+jwt","kid":"0","zip":"DEF"}"""u8);
        await AssertRefusedAsync($"{header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        await AssertRefusedAsync($"{api.Issuer.AccessToken()}.AAAA.AAAA");

        var unsigned = $"{Forgery.Encode("""{"alg":"none"}"""u8)}.{Forgery.Encode(Encoding.UTF8.GetBytes(Forgery.Claims()))}.";
        await AssertRefusedAsync($"{header}..AAAAAAAAAAAAAAAA.{Forgery.Encode(Encoding.UTF8.GetBytes(unsigned))}.AAAAAAAAAAAAAAAAAAAAAA");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(".", 1)]
    [InlineData(".", 2)]
    [InlineData(".", 3)]
    [InlineData(".", 8_000)]
    [InlineData(".", 1_000_000)]
    [InlineData("A", 300_000)]
    [InlineData("A.", 150_000)]
    [InlineData("eyJ", 100_000)]
    [InlineData("=", 1_000)]
    public async Task A_flood_is_refused(string text, int times) =>
        await AssertRefusedAsync(string.Concat(Enumerable.Repeat(text, times)));

    [Fact]
    public async Task A_flood_over_HTTP_is_refused_too()
    {
        foreach (var text in (string[])[new('.', 8_000), new('A', 30_000), new('.', 300_000)])
        {
            using var response = await api.GetAsync("/claims", text);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task The_longest_token_is_accepted_and_one_longer_is_not()
    {
        var shorter = ClaimsOfLength(CompactToken.MaximumLength);
        var longer = ClaimsOfLength(CompactToken.MaximumLength + 2);

        Assert.Equal(CompactToken.MaximumLength, shorter.Length);
        await AssertAcceptedAsync(shorter);
        await AssertRefusedAsync(longer);
    }

    private static char OtherCase(char character) => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character);

    private string ClaimsOfLength(int length)
    {
        for (var padding = length / 3 * 2; ; padding++)
        {
            var token = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("x", $"\"{new string('x', padding)}\"")));
            if (token.Length >= length)
            {
                return token;
            }
        }
    }

    private async Task AssertAcceptedAsync(string token) =>
        Assert.IsType<AccessTokenValidation.Accepted>(await api.Check.CheckAsync(token.AsMemory()));

    private async Task AssertRefusedAsync(string token) =>
        Assert.IsType<AccessTokenValidation.Refused>(await api.Check.CheckAsync(token.AsMemory()));
}
