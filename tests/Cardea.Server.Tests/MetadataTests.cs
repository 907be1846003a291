using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>What standard clients find by themselves.</summary>
public sealed class MetadataTests(SharedServer<SqliteStore> shared)
{
    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Metadata_names_the_issuer_to_the_letter_and_its_keys(string path)
    {
        using var client = shared.NewClient();
        var metadata = await Answer.ExpectAsync(200, await client.SendAsync(HttpMethod.Get, path));
        var issuer = shared.Server.Address.ToString().TrimEnd('/');

        Assert.Equal(issuer, (string?)metadata["issuer"]);
        Assert.Equal($"{issuer}/.well-known/jwks.json", (string?)metadata["jwks_uri"]);
    }

    [Fact]
    public async Task Keys_are_public_ones_only_and_may_be_cached()
    {
        using var client = shared.NewClient();
        using var answer = await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
        Assert.True(answer.Headers.CacheControl!.MaxAge > TimeSpan.Zero);

        var keys = (await Answer.ExpectAsync(200, answer))["keys"]!.AsArray();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, static key =>
        {
            Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key!.AsObject().Select(static member => member.Key).Order());
            Assert.Equal("ES256", (string?)key["alg"]);
        });
    }

    [Fact]
    public async Task The_access_token_has_the_profile_of_rfc_9068()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var parts = client.Tokens.Access.Split('.');
        var header = Decode(parts[0]);
        var payload = Decode(parts[1]);

        Assert.Equal("at+jwt", (string?)header["typ"]);
        Assert.Equal("ES256", (string?)header["alg"]);
        Assert.NotEmpty((string)header["kid"]!);
        Assert.Equal(
            ["amr", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "sid", "sub"],
            payload.AsObject().Select(static claim => claim.Key).Order());
        Assert.Equal($"{client.Tokens.SessionId}.0.0", (string?)payload["jti"]);
        Assert.DoesNotContain(client.Email, payload.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    public async Task Operators_and_readers_find_their_pages(string path)
    {
        using var client = shared.NewClient();
        await Answer.ExpectStatusAsync(200, await client.SendAsync(HttpMethod.Get, path));
    }

    private static System.Text.Json.Nodes.JsonNode Decode(string part) =>
        System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part))!;
}
