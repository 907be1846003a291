using System.Net;
using System.Text.Json.Nodes;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

/// <summary>How the handler says no (RFC 6750, section 3; RFC 9457).</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task A_missing_token_is_401_and_no_error_is_named()
    {
        await using var api = await ProtectedApi.StartAsync();

        using var response = await api.GetAsync("/claims", token: null);

        await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "missing_token", "Bearer");
    }

    [Fact]
    public async Task A_refused_token_is_401_and_the_reason_is_not_told()
    {
        await using var api = await ProtectedApi.StartAsync();
        var refreshToken = api.Issuer.BeginSession();
        var revoked = api.Issuer.AccessToken(refreshToken);
        api.Issuer.End(refreshToken.SessionId);

        using var garbage = await api.GetAsync("/claims", "garbage");
        using var ended = await api.GetAsync("/claims", revoked);

        await AssertProblemAsync(garbage, HttpStatusCode.Unauthorized, "invalid_token", "Bearer error=\"invalid_token\"");
        await AssertProblemAsync(ended, HttpStatusCode.Unauthorized, "invalid_token", "Bearer error=\"invalid_token\"");
        Assert.Equal(
            await garbage.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await ended.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_user_who_may_not_is_403()
    {
        await using var api = await ProtectedApi.StartAsync();
        var token = api.Issuer.AccessToken(api.Issuer.BeginSession(), new(new("bob"), Issuer.Start, ["pwd"], []));

        using var response = await api.GetAsync("/writers", token);

        await AssertProblemAsync(response, HttpStatusCode.Forbidden, "forbidden", "Bearer error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task Not_knowing_is_503_with_a_time_to_come_back()
    {
        var known = true;
        var issuer = await Issuer.StartAsync();
        await using var api = await ProtectedApi.StartAsync(
            new NearIssuer(issuer) { Find = id => known ? issuer.Keys.FindSigning(id)?.PublicKey : throw new StoreUnavailableException() });
        var seen = issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(seen));
        known = false;

        foreach (var token in (string[])[seen, issuer.AccessToken()])
        {
            using var response = await api.GetAsync("/claims", token);
            await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "unavailable", challenge: "");
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        }

        using var open = await api.GetAsync("/open", seen);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        using var garbage = await api.GetAsync("/claims", "garbage");
        Assert.Equal(HttpStatusCode.Unauthorized, garbage.StatusCode);
        known = true;
        Assert.True(await api.AcceptsAsync(seen));
    }

    [Fact]
    public async Task Two_schemes_on_one_endpoint_accept_the_tokens_of_either_and_refuse_together()
    {
        await using var api = await ProtectedApi.StartAsync();
        var other = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("aud", "\"https://other.example.org\"")));

        foreach (var token in (string[])[api.Issuer.AccessToken(), other])
        {
            using var accepted = await api.GetAsync("/either", token);
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        }

        using var response = await api.GetAsync("/either", "garbage");
        await AssertProblemAsync(
            response,
            HttpStatusCode.Unauthorized,
            "invalid_token",
            "Bearer error=\"invalid_token\", Bearer error=\"invalid_token\"");
        Assert.False(await api.AcceptsAsync(other));
    }

    [Fact]
    public async Task An_answer_to_HEAD_has_no_body()
    {
        await using var api = await ProtectedApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/claims");

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code, string challenge)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(["code", "detail", "status", "title", "type"], problem.Select(static member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.Equal(code, (string?)problem["code"]);
    }
}
