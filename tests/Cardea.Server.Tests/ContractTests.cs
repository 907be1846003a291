using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>What holds for every endpoint of the contract.</summary>
public abstract class ContractTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Theory]
    [MemberData(nameof(ContractPaths.Posts), MemberType = typeof(ContractPaths))]
    public async Task Json_that_is_malformed_or_of_the_wrong_types_is_refused(string path)
    {
        using var client = shared.NewClient();
        string[] bodies =
        [
            "{", "nonsense", "[]", "42", "\"text\"", """{"email":1,"password":2,"refreshToken":3,"token":4,"mfaToken":5}""",
            """{"email":{},"refreshToken":{},"token":{},"mfaToken":{}}""", """{"email":["a@example.org"],"refreshToken":[],"token":[],"mfaToken":[]}""",
            """{"email":"\ud800","refreshToken":"\ud800","token":"\ud800","mfaToken":"\ud800"}""", new('[', 10_000),
        ];
        foreach (var body in bodies)
        {
            await Answer.ExpectProblemAsync(400, "malformed_request", await client.PostTextAsync(path, body));
        }
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Posts), MemberType = typeof(ContractPaths))]
    public async Task A_body_that_is_too_large_is_refused(string path)
    {
        using var client = shared.NewClient();
        var body = $$"""{"email":"{{new string('x', 17 * 1024)}}"}""";

        await Answer.ExpectProblemAsync(413, "body_too_large", await client.PostTextAsync(path, body));
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Posts), MemberType = typeof(ContractPaths))]
    public async Task A_large_body_without_a_length_is_refused(string path)
    {
        using var client = shared.NewClient();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"email":"{{new string('x', 17 * 1024)}}"}"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(stream) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new("application/json");

        await Answer.ExpectProblemAsync(413, "body_too_large", await client.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Posts), MemberType = typeof(ContractPaths))]
    public async Task Another_content_type_is_refused(string path)
    {
        using var client = shared.NewClient();
        foreach (var contentType in (string[])["text/plain", "application/x-www-form-urlencoded", "application/xml"])
        {
            await Answer.ExpectProblemAsync(415, "unsupported_media_type", await client.PostTextAsync(path, "email=a", contentType));
        }
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON; Charset=\"UTF-8\"; x=y")]
    public async Task A_charset_may_be_written_in_every_way(string contentType)
    {
        using var client = await shared.NewClient().RegisterAsync();

        await Answer.ExpectStatusAsync(200, await client.PostTextAsync("/auth/login", $$"""{"email":"{{client.Email}}","password":"{{AuthClient.Password}}"}""", contentType));
        await Answer.ExpectStatusAsync(200, await client.PostTextAsync("/auth/refresh-token", $$"""{"refreshToken":"{{client.Tokens.Refresh}}"}""", contentType));
    }

    [Theory]
    [InlineData("application/json; charset=utf-9")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/x-www-form-urlencoded; charset=klingon")]
    public async Task A_charset_that_nobody_knows_is_refused(string contentType)
    {
        using var client = shared.NewClient();
        foreach (var path in (string[])["/auth/login", "/auth/refresh-token", "/oauth/token"])
        {
            await Answer.ExpectStatusAsync(415, await client.PostTextAsync(path, "{}", contentType));
        }
    }

    [Theory]
    [InlineData("/auth/me")]
    [InlineData("/auth/verify")]
    [InlineData("/auth/sessions")]
    [InlineData("/auth/events")]
    [InlineData("/auth/me/data")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    [InlineData("/account/verify-email")]
    [InlineData("/health/live")]
    public async Task Head_is_answered_as_Get_is_without_the_body(string path)
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var got = await client.GetAsync(path, client.Tokens.Access);
        using var answer = await client.SendAsync(HttpMethod.Head, path, accessToken: client.Tokens.Access);

        Assert.Equal(got.StatusCode, answer.StatusCode);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
        Assert.Equal(got.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Posts), MemberType = typeof(ContractPaths))]
    public async Task Get_on_an_unsafe_endpoint_is_refused(string path)
    {
        using var client = shared.NewClient();
        using var answer = await client.GetAsync(path);

        // It is also a place where a passkey of that id would be removed or renamed.
        string[] allowed = path == "/auth/passkeys/sign-in" ? ["DELETE", "PATCH", "POST"] : ["POST"];
        Assert.Equal(allowed, answer.Content.Headers.Allow.Order());
        await Answer.ExpectProblemAsync(405, "method_not_allowed", answer);
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Protected), MemberType = typeof(ContractPaths))]
    public async Task Without_an_access_token_there_is_no_way_in(string method, string path)
    {
        using var client = shared.NewClient();
        using var answer = await client.SendAsync(new(method), path);

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(ContractPaths.Protected), MemberType = typeof(ContractPaths))]
    public async Task A_bad_access_token_is_named_so(string method, string path)
    {
        using var client = await shared.NewClient().RegisterAsync();
        string[] tokens = ["garbage", "a.b.c", client.Tokens.Access[..^2], client.Tokens.Access + "=", client.Tokens.Refresh, new('x', 9_000)];
        foreach (var token in tokens)
        {
            using var answer = await client.SendAsync(new(method), path, accessToken: token);

            Assert.Contains("error=\"invalid_token\"", answer.Headers.WwwAuthenticate.Single().ToString(), StringComparison.Ordinal);
            await Answer.ExpectProblemAsync(401, "invalid_token", answer);
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a b")]
    [InlineData("bearer\tx")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData(",")]
    public async Task A_malformed_authorization_header_is_refused(string header)
    {
        using var client = shared.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/me");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var answer = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains((int)answer.StatusCode, (int[])[400, 401]);
    }

    [Fact]
    public async Task Paths_match_without_regard_to_case()
    {
        using var client = await shared.NewClient().RegisterAsync();
        await Answer.ExpectAsync(200, await client.GetAsync("/AUTH/Me"));
        await Answer.ExpectAsync(204, await client.PostAsync("/Auth/LOGOUT", accessToken: client.Tokens.Access));
    }

    [Theory]
    [InlineData("/auth/nothing")]
    [InlineData("/nothing")]
    public async Task An_address_with_nothing_there_says_so(string path)
    {
        using var client = shared.NewClient();
        await Answer.ExpectProblemAsync(404, "not_found", await client.GetAsync(path));
    }

    [Fact]
    public async Task No_answer_names_the_server_or_shows_a_stack()
    {
        using var client = shared.NewClient();
        using var answer = await client.PostTextAsync("/auth/login", "{");

        Assert.Empty(answer.Headers.Server);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_gets_user_session_and_roles()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));
        using var answer = await client.GetAsync("/auth/verify");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal((string?)me["id"], answer.Headers.GetValues("X-Cardea-User").Single());
        Assert.Equal(client.Tokens.SessionId, answer.Headers.GetValues("X-Cardea-Session").Single());
        Assert.Equal("", answer.Headers.GetValues("X-Cardea-Roles").Single());
    }

    [Fact]
    public async Task A_token_in_the_query_is_no_token()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var answer = await client.SendAsync(HttpMethod.Get, $"/auth/me?access_token={client.Tokens.Access}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Forwarded_addresses_are_believed_from_nobody()
    {
        using var client = shared.NewClient();
        client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await client.RegisterAsync();

        var sessions = await Answer.ExpectAsync(200, await client.GetAsync("/auth/sessions"));
        Assert.Equal("127.0.0.1", (string?)sessions["sessions"]![0]!["ipAddress"]);
    }

    [Fact]
    public async Task A_very_long_user_agent_is_cut()
    {
        using var client = shared.NewClient();
        client.Http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("x", new string('1', 2_000)));
        await client.RegisterAsync();

        var sessions = await Answer.ExpectAsync(200, await client.GetAsync("/auth/sessions"));
        Assert.Equal(256, ((string)sessions["sessions"]![0]!["userAgent"]!).Length);
    }
}
