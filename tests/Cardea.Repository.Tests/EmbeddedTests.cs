using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Repository.Tests;

/// <summary>The HTTP contract holds below the prefix that an app maps Cardea under, and nowhere else.</summary>
public sealed class EmbeddedTests(EmbeddedApp app) : IClassFixture<EmbeddedApp>
{
    private static readonly string LargeBody = $$"""{"email":"{{new string('x', 17 * 1024)}}"}""";

    [Fact]
    public async Task Answers_are_not_stored_and_lead_to_addresses_below_the_prefix()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/x/auth/register", """{"email":"a@example.org","password":"correct horse battery staple"}""");

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("/x/auth/me", answer.Headers.Location?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_body_is_refused(bool chunked)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(LargeBody));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x/auth/login") { Content = new StreamContent(stream) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Content.Headers.ContentType = new("application/json");

        await ExpectProblemAsync(413, "body_too_large", await app.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/x/auth/login", "application/json; charset=utf-9")]
    [InlineData("/x/auth/login", "text/plain")]
    public async Task Another_charset_or_content_type_is_refused(string path, string contentType) =>
        await ExpectProblemAsync(415, "unsupported_media_type", await SendAsync(HttpMethod.Post, path, "{}", contentType));

    [Theory]
    [InlineData("/x/auth")]
    [InlineData("/x/auth/nothing")]
    [InlineData("/X/Auth/nothing/there")]
    [InlineData("/x/admin/nothing")]
    [InlineData("/x/oauth/nothing")]
    [InlineData("/x/revocations/nothing")]
    [InlineData("/x/receipts/nothing")]
    public async Task An_address_with_nothing_there_says_so(string path) =>
        await ExpectProblemAsync(404, "not_found", await SendAsync(HttpMethod.Get, path));

    [Theory]
    [InlineData("GET", "/x/auth/login", "POST")]
    [InlineData("HEAD", "/x/auth/login", "POST")]
    [InlineData("GET", "/x/oauth/token", "POST")]
    [InlineData("GET", "/x/receipts", "POST")]
    [InlineData("POST", "/x/revocations", "GET, HEAD")]
    public async Task Another_method_is_refused(string method, string path, string allowed)
    {
        using var answer = await SendAsync(new(method), path);

        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        if (method == "HEAD")
        {
            Assert.Equal(405, (int)answer.StatusCode);
            return;
        }

        await ExpectProblemAsync(405, "method_not_allowed", answer);
    }

    [Fact]
    public async Task Without_an_access_token_there_is_no_way_in() =>
        await ExpectProblemAsync(401, "missing_token", await SendAsync(HttpMethod.Get, "/x/auth/me"));

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/x/nothing")]
    [InlineData("/x/authority")]
    [InlineData("/auth/nothing")]
    public async Task An_address_of_the_app_is_left_alone(string path) => await ExpectBareAsync(await SendAsync(HttpMethod.Get, path));

    [Theory]
    [InlineData("/auth/own")]
    [InlineData("/x/auth/own")]
    public async Task A_route_of_the_app_is_left_alone(string path) =>
        await ExpectBareAsync(await SendAsync(HttpMethod.Post, path, LargeBody, "text/plain; charset=utf-9"));

    [Theory]
    [InlineData(EmbeddedApp.Audience, "/notes", 200)]
    [InlineData(EmbeddedApp.Audience, "/x/auth/notes", 200)]
    [InlineData(EmbeddedApp.Audience, "/x/auth/me", 200)]
    [InlineData(EmbeddedApp.Audience, "/x/auth/me/data", 403)]
    [InlineData(EmbeddedApp.Issuer, "/notes", 401)]
    [InlineData(EmbeddedApp.Issuer, "/x/auth/notes", 401)]
    [InlineData(EmbeddedApp.Issuer, "/x/auth/me", 200)]
    [InlineData(EmbeddedApp.Issuer, "/x/auth/me/data", 200)]
    public async Task Routes_of_the_app_take_no_token_for_the_issuer(string audience, string path, int status)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        using var registered = await SendAsync(
            HttpMethod.Post, "/x/auth/register", $$"""{"email":"{{email}}","password":"correct horse battery staple","audience":"{{audience}}"}""");
        var tokens = JsonNode.Parse(await registered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", (string?)tokens["accessToken"]) } };

        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_pages_stay_below_the_prefix_and_call_the_contract_there()
    {
        using var page = await SendAsync(HttpMethod.Get, "/x/account/sign-up");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("action=\"/x/account/sign-up\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/x/account/assets/cardea.css?v=", html, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent([new("email", $"{Guid.NewGuid():N}@example.org"), new("password", "correct horse battery staple")]);
        using var answer = await app.Http.PostAsync(new Uri("/x/account/sign-up", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(303, (int)answer.StatusCode);
        Assert.Equal("/x/account/devices", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("POST", "/x/auth/login", 400)]
    [InlineData("GET", "/x/auth/login", 405)]
    [InlineData("GET", "/x/auth/me", 401)]
    [InlineData("GET", "/x/auth/nothing", 404)]
    [InlineData("GET", "/x/.well-known/jwks.json", 200)]
    [InlineData("GET", "/x/account/reset-password", 200)]
    public async Task Browsers_may_guess_the_type_of_none_of_its_answers(string method, string path, int status)
    {
        using var answer = await SendAsync(new(method), path, method == "POST" ? "{" : null);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/auth/own")]
    public async Task Headers_of_the_apps_own_answers_are_its_own_business(string path)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, "text", "text/plain");

        Assert.False(answer.Headers.Contains("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Strict_transport_security_is_left_to_the_app()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/x/.well-known/jwks.json");

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task ExpectBareAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(404, (int)answer.StatusCode);
            Assert.Null(answer.Headers.CacheControl);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    private static async Task ExpectProblemAsync(int status, string code, HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(status == (int)answer.StatusCode, $"It answered {(int)answer.StatusCode}: {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(code, (string?)JsonNode.Parse(text)!["code"]);
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }
    }
}
