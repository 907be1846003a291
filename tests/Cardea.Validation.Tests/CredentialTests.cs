using System.Net;
using System.Text;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

/// <summary>Where a token is taken from, and where not.</summary>
public sealed class CredentialTests(ProtectedApi api) : IClassFixture<ProtectedApi>
{
    [Theory]
    [InlineData("Bearer $token")]
    [InlineData("bearer $token")]
    [InlineData("BEARER $token")]
    public async Task A_bearer_token_is_accepted(string authorization) =>
        Assert.Equal((200, null), await AnswerAsync(authorization));

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer  $token")]
    [InlineData("Bearer \t$token")]
    [InlineData("Bearer $token $token")]
    [InlineData("Bearer $token,")]
    [InlineData("Bearer $token, Bearer $token")]
    [InlineData("Bearer Bearer $token")]
    [InlineData("Bearer \"$token\"")]
    [InlineData("Bearer token=$token")]
    [InlineData("Bearer %20$token")]
    [InlineData("Bearer null")]
    [InlineData("Bearer undefined")]
    [InlineData("Bearer ...")]
    public async Task A_malformed_bearer_token_is_refused(string authorization) =>
        Assert.Equal((401, "Bearer error=\"invalid_token\""), await AnswerAsync(authorization));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("$token")]
    [InlineData("Bearer:$token")]
    [InlineData("Bearer\t$token")]
    [InlineData("Bearer$token")]
    [InlineData("BearerToken $token")]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    [InlineData("DPoP $token")]
    [InlineData("Digest username=\"alice\", Bearer $token")]
    public async Task Anything_else_is_no_credential_of_ours(string authorization) =>
        Assert.Equal((401, "Bearer"), await AnswerAsync(authorization));

    [Fact]
    public async Task Two_headers_are_refused_whatever_they_say()
    {
        var good = $"Bearer {api.Issuer.AccessToken()}";
        foreach (var other in (string[])[good, "Bearer garbage", "Basic YWxpY2U6c2VjcmV0", "x"])
        {
            // Over a socket: a client library would join them.
            var lines = Encoding.ASCII.GetBytes($"Authorization: {other}\r\nAuthorization: {good}");
            Assert.Equal(401, await api.SendRawAsync(lines));
        }
    }

    [Fact]
    public async Task A_token_in_query_form_or_cookie_is_not_even_looked_at()
    {
        var token = api.Issuer.AccessToken();
        using var form = new FormUrlEncodedContent([new("access_token", token)]);
        using var cookie = new HttpRequestMessage(HttpMethod.Get, "/claims");
        cookie.Headers.Add("Cookie", $"access_token={token}; Authorization=Bearer%20{token}");

        using var query = await api.SendAsync($"/claims?access_token={token}&authorization=Bearer%20{token}");
        using var posted = await api.Client.PostAsync(new Uri("/form", UriKind.Relative), form, TestContext.Current.CancellationToken);
        using var cookied = await api.Client.SendAsync(cookie, TestContext.Current.CancellationToken);

        foreach (var response in (HttpResponseMessage[])[query, posted, cookied])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task No_header_however_broken_is_an_error_of_ours()
    {
        var token = Encoding.ASCII.GetBytes(api.Issuer.AccessToken());
        byte[][] headers =
        [
            [.. "Authorization:"u8],
            [.. "Authorization: Bearer"u8],
            [.. "Authorization: Bearer\t"u8, .. token],
            [.. "Authorization: Bearer "u8, .. token, 0],
            [.. "Authorization: Bearer "u8, .. token, 0x7F],
            [.. "Authorization: Bearer "u8, .. token, 0xFF, 0xFE],
            [.. "Authorization: Bearer "u8, .. token, 0xC3, 0xA9],
            [.. "Authorization: Bearer "u8, 0xC0, 0xAF, .. token],
            [.. "Authorization: Bearer "u8, .. token[..40], .. "\r\n "u8, .. token[40..]],
            [.. "Authorization: Bearer "u8, .. token[..40], (byte)'\n', .. token[40..]],
            [.. "Authorization: Bearer "u8, .. token[..40], (byte)'\r', .. token[40..]],
            [.. "Authorization : Bearer "u8, .. token],
            [.. " Authorization: Bearer "u8, .. token],
        ];
        foreach (var header in headers)
        {
            Assert.InRange(await api.SendRawAsync(header), 400, 499);
        }

        Assert.Equal(200, await api.SendRawAsync([.. "Authorization: Bearer "u8, .. token]));
    }

    [Fact]
    public async Task An_open_endpoint_is_open_whatever_the_header_says()
    {
        foreach (var authorization in (string[])["Bearer garbage", "Bearer", "Basic x", "..."])
        {
            using var response = await api.SendAsync("/open", authorization);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private async Task<(int Status, string? Challenge)> AnswerAsync(string authorization)
    {
        using var response = await api.SendAsync("/claims", authorization.Replace("$token", api.Issuer.AccessToken(), StringComparison.Ordinal));
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.Count == 0 ? null : response.Headers.WwwAuthenticate.ToString());
    }
}
