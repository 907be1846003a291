using System.Net;
using System.Net.Http.Json;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

public sealed class AcceptanceTests(ProtectedApi api) : IClassFixture<ProtectedApi>
{
    [Fact]
    public async Task The_user_has_the_claims_of_the_token_under_their_own_names()
    {
        var refreshToken = api.Issuer.BeginSession();

        using var response = await api.GetAsync("/claims", api.Issuer.AccessToken(refreshToken));

        Assert.Equal(
            [
                "sub=alice",
                $"sid={refreshToken.SessionId}",
                $"jti={refreshToken.SessionId}.0.0",
                "client_id=cardea",
                "auth_time=1893456000",
                "amr=pwd",
                "amr=otp",
                "roles=reader",
                "roles=writer",
            ],
            await ReadClaimsAsync(response));
    }

    [Fact]
    public async Task The_app_reads_user_and_session_by_name()
    {
        var refreshToken = api.Issuer.BeginSession();

        using var response = await api.GetAsync("/ids", api.Issuer.AccessToken(refreshToken));

        Assert.Equal($"alice alice {refreshToken.SessionId}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Roles_open_what_is_theirs()
    {
        var reader = api.Issuer.AccessToken(api.Issuer.BeginSession(), new(new("bob"), Issuer.Start, ["pwd"], ["reader"]));

        using var written = await api.GetAsync("/writers", api.Issuer.AccessToken());
        using var forbidden = await api.GetAsync("/writers", reader);

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task A_user_without_roles_is_let_in_and_has_none()
    {
        var token = api.Issuer.AccessToken(api.Issuer.BeginSession(), new(new("carol"), Issuer.Start, [], Roles: null));

        using var response = await api.GetAsync("/claims", token);

        Assert.DoesNotContain(await ReadClaimsAsync(response), static claim => claim.StartsWith("roles=", StringComparison.Ordinal) || claim.StartsWith("amr=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_app_adds_to_one_request_does_not_show_in_the_next()
    {
        var token = api.Issuer.AccessToken();
        for (var i = 0; i < 3; i++)
        {
            using var mutation = await api.GetAsync("/mutation", token);
            Assert.Equal(HttpStatusCode.OK, mutation.StatusCode);
        }

        using var response = await api.GetAsync("/claims", token);

        Assert.DoesNotContain("roles=admin", await ReadClaimsAsync(response));
    }

    [Fact]
    public async Task Many_requests_at_once_with_one_token_are_all_accepted()
    {
        var token = api.Issuer.AccessToken();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.AcceptsAsync(token))), Assert.True);
    }

    [Fact]
    public async Task Every_request_is_the_user_of_its_own_token()
    {
        var refreshTokens = Enumerable.Range(0, 20).Select(_ => api.Issuer.BeginSession()).ToList();
        var tokens = refreshTokens.ToDictionary(static one => one.SessionId, one => api.Issuer.AccessToken(one));

        await Parallel.ForEachAsync(
            Enumerable.Repeat(refreshTokens, 20).SelectMany(static all => all),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (one, cancellationToken) =>
            {
                using var response = await api.GetAsync("/ids", tokens[one.SessionId]);
                Assert.Equal($"alice alice {one.SessionId}", await response.Content.ReadAsStringAsync(cancellationToken));
            });
    }

    private static async Task<string[]> ReadClaimsAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<string[]>(TestContext.Current.CancellationToken) ?? [];
}
