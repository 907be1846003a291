using System.Net;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

/// <summary>How an API gets the issuer's keys.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task Tokens_of_a_new_key_are_accepted_at_once()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(4));

        await issuer.Issuer.Keys.RetireAsync(issuer.Issuer.Keys.CurrentSigning().Id, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_key_that_was_given_up_is_refused_within_a_minute()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var token = issuer.Issuer.AccessToken();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        await issuer.Issuer.Keys.RetireAsync(issuer.Issuer.Keys.CurrentSigning().Id, TestContext.Current.CancellationToken);
        issuer.Issuer.Clock.Advance(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(async () => await api.StatusAsync(token) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_storm_of_unknown_keys_asks_the_issuer_once_in_a_while()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        for (var round = 1; round < 4; round++)
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(3));
            var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => api.StatusAsync(TokenOf(issuer.Issuer, $"unknown {round} {i}"))));

            Assert.All(statuses, static status => Assert.Equal(HttpStatusCode.Unauthorized, status));
            Assert.Equal(1 + round, issuer.KeyRequests);
        }
    }

    [Fact]
    public async Task Until_the_keys_were_fetched_nothing_is_known()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.AnswersKeys = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        await issuer.ConnectedAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken()));

        issuer.AnswersKeys = true;
        await Eventually.TrueAsync(() => api.Believed.IsKnown, () => issuer.Issuer.Clock.Advance(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task Known_keys_stay_in_use_while_the_issuer_does_not_answer_and_of_others_nothing_is_said()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        issuer.AnswersKeys = false;
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(TokenOf(issuer.Issuer, "perhaps new")));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Theory]
    [InlineData("https://id.example.com")]
    [InlineData("https://id.example.org/")]
    [InlineData("https://ID.example.org")]
    [InlineData("")]
    public async Task An_issuer_of_another_name_is_not_believed(string name)
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Name = name;
        await using var api = await ProtectedApi.StartAsync(issuer, logs: log);

        await Eventually.TrueAsync(() => log.Events.Contains(612));

        Assert.Equal(0, issuer.KeyRequests);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task Keys_without_TLS_are_not_fetched_for_an_issuer_with_it()
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.KeysAt = "http://id.example.org/keys";
        await using var api = await ProtectedApi.StartAsync(issuer, logs: log);

        await Eventually.TrueAsync(() => log.Events.Contains(611));

        Assert.Equal(0, issuer.KeyRequests);
    }

    [Fact]
    public async Task Of_the_keys_only_those_for_ES256_are_taken()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var key = issuer.Issuer.Keys.CurrentSigning().PublicKey;
        issuer.OtherKeys =
        [
            new { kty = "oct", kid = "oct", k = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", alg = "HS256" },
            new { kty = "RSA", kid = "rsa", n = "AQAB", e = "AQAB" },
            new { kty = "EC", kid = "p384", crv = "P-384", x = key.X, y = key.Y },
            new { kty = "EC", kid = "other use", crv = "P-256", x = key.X, y = key.Y, use = "enc" },
            new { kty = "EC", kid = "other algorithm", crv = "P-256", x = key.X, y = key.Y, alg = "ES384" },
            new { kty = "EC", crv = "P-256", x = key.X, y = key.Y },
            new { kty = "EC", kid = "half", crv = "P-256", x = key.X },
        ];
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);

        Assert.All(
            (string[])["oct", "rsa", "p384", "other use", "other algorithm", "half", ""],
            id => Assert.Null(api.Believed.FindKey(id)));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    private static string TokenOf(Issuer issuer, string keyId) =>
        issuer.Sign($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{keyId}}"}""", Forgery.Claims());
}
