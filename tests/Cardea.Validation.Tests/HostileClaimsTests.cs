using System.Globalization;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

/// <summary>Tokens signed by the right key under the right header, so that nothing but the claims is to blame.</summary>
public sealed class HostileClaimsTests(ProtectedApi api) : HostileClaims(api), IClassFixture<ProtectedApi>;

public abstract class HostileClaims(ProtectedApi api)
{
    [Fact]
    public async Task The_untouched_claims_are_accepted() =>
        Assert.True(await AcceptsAsync());

    [Theory]
    [InlineData("nbf", "1893456000")]
    [InlineData("nbf", "1893456030")]
    [InlineData("iat", "1893456030")]
    [InlineData("exp", "1893455971")]
    [InlineData("exp", "253402214399")]
    [InlineData("aud", """["https://api.example.org"]""")]
    [InlineData("aud", """["https://other.example.org","https://api.example.org"]""")]
    [InlineData("amr", null)]
    [InlineData("roles", """["reader"]""")]
    [InlineData("sub", "\"\u00e5se/42 ' OR 1=1\"")]
    [InlineData("unknown", """{"to":"us"}""")]
    public async Task These_are_accepted(string name, string? json) =>
        Assert.True(await AcceptsAsync((name, json)));

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("sid")]
    [InlineData("jti")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("auth_time")]
    public async Task A_claim_that_is_missing_or_null_or_of_another_type_is_refused(string name)
    {
        foreach (var json in (string?[])[null, "null", "true", "{}", "[]", "[1]", "[null]", "\"\"", "-1", "1.5"])
        {
            Assert.False(await AcceptsAsync((name, json)), $"{name}: {json}");
        }
    }

    [Theory]
    [InlineData("\"1893456600\"")]
    [InlineData("1893456600.0")]
    [InlineData("1893456600.5")]
    [InlineData("1.8934566e9")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("253402214400")]
    [InlineData("253402300799")]
    [InlineData("253402300800")]
    [InlineData("-1893456600")]
    [InlineData("-9223372036854775808")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+1893456600")]
    [InlineData("01893456600")]
    [InlineData("NaN")]
    [InlineData("\"2030-01-01T00:10:00Z\"")]
    [InlineData("[1893456600]")]
    public async Task An_expiry_that_is_no_whole_number_of_seconds_ahead_is_refused(string json) =>
        Assert.False(await AcceptsAsync(("exp", json)));

    [Theory]
    [InlineData("exp", "1893455970")]
    [InlineData("exp", "1893455760")]
    [InlineData("nbf", "1893456031")]
    [InlineData("nbf", "1893456240")]
    [InlineData("nbf", "\"1893456000\"")]
    [InlineData("nbf", "1893456000.5")]
    [InlineData("nbf", "null")]
    [InlineData("nbf", "-1")]
    [InlineData("iat", "1893456031")]
    [InlineData("iat", "1893542400")]
    [InlineData("iat", "\"1893456000\"")]
    [InlineData("iat", "253402300800")]
    [InlineData("auth_time", "\"1893456000\"")]
    public async Task A_time_beyond_the_skew_or_of_another_type_is_refused(string name, string json) =>
        Assert.False(await AcceptsAsync((name, json)));

    [Theory]
    [InlineData("\"https://other.example.org\"")]
    [InlineData("\"https://api.example.org/\"")]
    [InlineData("\"https://API.example.org\"")]
    [InlineData("\"https://api.example.org \"")]
    [InlineData("\"https://api.example.org,https://other.example.org\"")]
    [InlineData("\"https://api.example.or\"")]
    [InlineData("\"*\"")]
    [InlineData("""["https://other.example.org"]""")]
    [InlineData("""["https://api.example.org",7]""")]
    [InlineData("""[null,"https://api.example.org"]""")]
    [InlineData("""["https://api.example.org",null]""")]
    [InlineData("""["https://api.example.org",{}]""")]
    [InlineData("""["https://api.example.org",true]""")]
    [InlineData("""[["https://api.example.org"],"https://api.example.org"]""")]
    [InlineData("""[["https://api.example.org"]]""")]
    [InlineData("""{"0":"https://api.example.org"}""")]
    [InlineData("\"\\ud800\"")]
    public async Task Another_audience_is_refused(string json) =>
        Assert.False(await AcceptsAsync(("aud", json)));

    [Theory]
    [InlineData("\"https://id.example.org/\"")]
    [InlineData("\"https://ID.example.org\"")]
    [InlineData("\"http://id.example.org\"")]
    [InlineData("\"https://id.example.org:443\"")]
    [InlineData("\"https://id.example.org.evil.example\"")]
    [InlineData("\" https://id.example.org\"")]
    [InlineData("\"id.example.org\"")]
    [InlineData("""["https://id.example.org"]""")]
    [InlineData("\"https://\\u0456d.example.org\"")]
    public async Task Another_issuer_is_refused(string json) =>
        Assert.False(await AcceptsAsync(("iss", json)));

    [Theory]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ac.0")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.-1")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.+1")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.00")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.1 ")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.1e3")]
    [InlineData("01b8a5d4-6c00-7abc-8def-0123456789ab.2147483648")]
    [InlineData("01B8A5D4-6C00-7ABC-8DEF-0123456789AB.0")]
    [InlineData("01b8a5d46c007abc8def0123456789ab.0")]
    public async Task A_token_id_that_does_not_name_its_session_and_generation_is_refused(string tokenId) =>
        Assert.False(await AcceptsAsync(("jti", $"\"{tokenId}\"")));

    [Theory]
    [InlineData("01B8A5D4-6C00-7ABC-8DEF-0123456789AB")]
    [InlineData("{01b8a5d4-6c00-7abc-8def-0123456789ab}")]
    [InlineData("01b8a5d46c007abc8def0123456789ab")]
    [InlineData("01b8a5d4-6c00-4abc-8def-0123456789ab")]
    [InlineData(" 01b8a5d4-6c00-7abc-8def-0123456789ab")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task A_session_id_in_another_spelling_is_refused(string sessionId) =>
        Assert.False(await AcceptsAsync(("sid", $"\"{sessionId}\""), ("jti", $"\"{sessionId}.0\"")));

    [Theory]
    [InlineData("amr", "\"pwd\"")]
    [InlineData("amr", "[null]")]
    [InlineData("amr", "[1]")]
    [InlineData("roles", "\"admin\"")]
    [InlineData("roles", "[null]")]
    [InlineData("roles", """[["admin"]]""")]
    [InlineData("roles", """{"admin":true}""")]
    [InlineData("sub", "\"\\ud800\"")]
    [InlineData("client_id", "7")]
    public async Task A_list_or_text_that_is_none_is_refused(string name, string json) =>
        Assert.False(await AcceptsAsync((name, json)));

    [Theory]
    [InlineData("\"exp\":1893456600")]
    [InlineData("\"exp\":1")]
    [InlineData("\"\\u0065xp\":1893456600")]
    [InlineData("\"sub\":\"mallory\"")]
    [InlineData("\"roles\":[\"a\"],\"roles\":[\"admin\"]")]
    [InlineData("\"x\":1,\"x\":1")]
    [InlineData("\"x\":{\"y\":1,\"y\":1}")]
    public async Task A_member_that_comes_twice_is_refused(string members)
    {
        Assert.False(await AcceptsPayloadAsync($"{Forgery.Claims()[..^1]},{members}}}"));
        Assert.False(await AcceptsPayloadAsync($"{{{members},{Forgery.Claims()[1..]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"alice\"")]
    [InlineData("\ufeff{}")]
    public async Task What_is_no_JSON_object_of_claims_is_refused(string payload) =>
        Assert.False(await AcceptsPayloadAsync(payload));

    [Fact]
    public async Task What_is_no_plain_JSON_is_refused()
    {
        var claims = Forgery.Claims();
        foreach (var payload in (string[])[claims[..^1], claims + "x", claims + claims, claims[..^1] + ",}", claims[..^1] + ",/**/\"x\":1}", "\ufeff" + claims])
        {
            Assert.False(await AcceptsPayloadAsync(payload), payload);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(2500)]
    public async Task Nesting_is_bounded(int depth)
    {
        var accepted = await AcceptsAsync(("x", new string('[', depth) + new string(']', depth)));

        Assert.Equal(depth <= 7, accepted);
    }

    [Fact]
    public async Task An_escaped_text_that_is_no_Unicode_harms_nobody()
    {
        foreach (var member in (string[])["\"x\":\"\\ud800\"", "\"\\ud800\":1", "\"x\":{\"\\udc00\":\"\\udc00\"}"])
        {
            using var response = await api.GetAsync("/claims", api.Issuer.Sign(api.Issuer.Header(), $"{Forgery.Claims()[..^1]},{member}}}"));
            Assert.InRange((int)response.StatusCode, 200, 401);
        }
    }

    [Fact]
    public async Task Many_members_harm_nobody()
    {
        var members = string.Join(',', Enumerable.Range(0, 500).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\":0")));

        Assert.True(await AcceptsPayloadAsync($"{Forgery.Claims()[..^1]},{members}}}"));
    }

    private Task<bool> AcceptsAsync(params (string Name, string? Json)[] changes) => AcceptsPayloadAsync(Forgery.Claims(changes));

    private Task<bool> AcceptsPayloadAsync(string payload) => api.AcceptsAsync(api.Issuer.Sign(api.Issuer.Header(), payload));
}
