using System.Text;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

/// <summary>Tokens signed by the right key, so that nothing but the header is to blame.</summary>
public sealed class HostileHeaderTests(ProtectedApi api) : HostileHeader(api), IClassFixture<ProtectedApi>;

public abstract class HostileHeader(ProtectedApi api)
{
    [Theory]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"application/at+jwt","kid":"$kid"}""")]
    [InlineData("""{ "kid" : "$kid", "typ" : "at+jwt", "alg" : "ES256" }""")]
    public async Task An_access_token_is_accepted(string header) =>
        Assert.True(await AcceptsAsync(header));

    [Theory]
    [InlineData("""{"alg":"none","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"nOnE","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"RS256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES384","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"es256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256 ","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":["ES256"],"typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":null,"typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"ALG":"ES256","typ":"at+jwt","kid":"$kid"}""")]
    public async Task Another_algorithm_is_refused(string header) =>
        Assert.False(await AcceptsAsync(header));

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":null,"kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"secevent+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"logout+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"statuslist+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"AT+JWT","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt ","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":["at+jwt"],"kid":"$kid"}""")]
    public async Task Another_kind_of_token_is_refused(string header) =>
        Assert.False(await AcceptsAsync(header));

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":null}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":""}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"0"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"$kid "}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"../../etc/passwd"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"' OR 1=1 --"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"\u0000"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":7}""")]
    public async Task An_unknown_key_is_refused(string header) =>
        Assert.False(await AcceptsAsync(header));

    [Theory]
    [InlineData("\"crit\":[\"exp\"]")]
    [InlineData("\"crit\":[\"b64\"],\"b64\":false")]
    [InlineData("\"crit\":[]")]
    [InlineData("\"crit\":null")]
    [InlineData("\"b64\":false")]
    [InlineData("\"b64\":true")]
    [InlineData("\"zip\":\"DEF\"")]
    [InlineData("\"enc\":\"A256GCM\"")]
    [InlineData("\"cty\":\"JWT\"")]
    [InlineData("\"p2c\":2147483647")]
    [InlineData("\"jku\":\"https://evil.example/jwks.json\"")]
    [InlineData("\"x5u\":\"https://evil.example/key.pem\"")]
    [InlineData("\"x5c\":[\"MIIB\"]")]
    [InlineData("\"x5t\":\"AAAA\"")]
    [InlineData("\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}")]
    [InlineData("\"foo\":\"bar\"")]
    [InlineData("\"$type\":\"bar\"")]
    public async Task Nothing_else_may_be_asked_or_brought_along(string member)
    {
        Assert.False(await AcceptsAsync($$"""{"alg":"ES256","typ":"at+jwt","kid":"$kid",{{member}}}"""));
        Assert.False(await AcceptsAsync($$"""{{{member}},"alg":"ES256","typ":"at+jwt","kid":"$kid"}"""));
    }

    [Theory]
    [InlineData("""{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","\u0061lg":"none","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","typ":"at+jwt","kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"0","kid":"$kid"}""")]
    public async Task A_member_that_comes_twice_is_refused(string header) =>
        Assert.False(await AcceptsAsync(header));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"ES256\"")]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"$kid\"")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"$kid",}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"$kid"}{}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt",/**/"kid":"$kid"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"\ud800"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"$kid","\udc00":1}""")]
    [InlineData("\ufeff{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"$kid\"}")]
    public async Task What_is_no_plain_JSON_object_is_refused(string header) =>
        Assert.False(await AcceptsAsync(header));

    [Fact]
    public async Task What_is_no_UTF8_is_refused()
    {
        byte[] header = [.. Encoding.UTF8.GetBytes(api.Issuer.Header()[..^2]), 0xC3, 0x28, .. "\"}"u8];

        Assert.False(await api.AcceptsAsync(api.Issuer.Sign(header, Encoding.UTF8.GetBytes(Forgery.Claims()))));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public async Task Deep_nesting_is_refused(char open, char close)
    {
        var deep = open == '[' ? new string(open, 2000) + new string(close, 2000) : string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string(close, 500);

        Assert.False(await AcceptsAsync($$"""{"alg":"ES256","typ":"at+jwt","kid":"$kid","a":{{deep}}}"""));
    }

    private Task<bool> AcceptsAsync(string header) =>
        api.AcceptsAsync(api.Issuer.Sign(header.Replace("$kid", api.Issuer.SigningKey.Id, StringComparison.Ordinal), Forgery.Claims()));
}
