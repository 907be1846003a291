using System.Net;
using Cardea.Validation.Revocation;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

/// <summary>How an API gets the issuer's keys: with the feed, and in no other way.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task Tokens_of_a_new_key_are_accepted_at_once_and_those_of_one_that_was_given_up_refused()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var (seen, unseen) = (issuer.Issuer.AccessToken(), issuer.Issuer.AccessToken());
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(seen));
        var key = issuer.Issuer.SigningKey.Id;

        await issuer.Issuer.RetireAsync();
        await Eventually.TrueAsync(() => api.Believed.FindKey(key) is null);

        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(seen));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(unseen));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_key_that_was_given_up_while_the_connection_was_cut_is_refused_with_the_next_one()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var token = issuer.Issuer.AccessToken();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        (issuer.TellsKeys, issuer.Greets) = (false, false);
        await issuer.Issuer.RetireAsync();
        (await issuer.ConnectedAsync()).Cut();
        (await issuer.ReconnectedAsync()).Send(FeedMessage.Revoked, issuer.Message());

        await Eventually.TrueAsync(async () => await api.StatusAsync(token) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_storm_of_unknown_keys_asks_the_issuer_nothing()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => api.StatusAsync(TokenOf(issuer.Issuer, $"unknown {i}"))));

        Assert.All(statuses, static status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(0, issuer.OtherRequests);
    }

    [Fact]
    public async Task A_first_event_without_keys_is_not_complete()
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer, logs: log);

        (await issuer.ConnectedAsync()).Send(FeedMessage.Snapshot, issuer.Message() with { Keys = null });
        var next = await issuer.ReconnectedAsync();

        Assert.False(api.Believed.IsKnown);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken()));
        Assert.Contains(log.Lines, static line => line.Contains("has no keys", StringComparison.Ordinal));
        next.Send(FeedMessage.Snapshot, issuer.Message());
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
    }

    [Fact]
    public async Task The_age_of_the_keys_is_the_age_of_the_feed()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var (known, unknown) = (issuer.Issuer.AccessToken(), TokenOf(issuer.Issuer, "perhaps new"));
        await issuer.ConnectedAsync();
        issuer.Greets = false;

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(16));

        // The one may be given up meanwhile, the other be made.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(known));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(unknown));
        (await issuer.ReconnectedAsync()).Send(FeedMessage.Revoked, issuer.Message());
        await Eventually.TrueAsync(async () => await api.StatusAsync(known) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(unknown));
    }

    [Fact]
    public async Task A_node_that_is_a_moment_behind_does_not_bring_a_key_back()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, static options => options.StalenessBound = TimeSpan.FromMinutes(5));
        var (key, before) = (issuer.Issuer.SigningKey.Id, issuer.Message());
        await issuer.Issuer.RetireAsync();
        await Eventually.TrueAsync(() => api.Believed.FindKey(key) is null);

        issuer.Greets = false;
        (await issuer.ConnectedAsync()).Cut();
        var next = await issuer.ReconnectedAsync();
        next.Send(FeedMessage.Revoked, before with { Age = 290_000 });
        var ended = issuer.Issuer.BeginSession().SessionId;
        next.Send(FeedMessage.Revoked, issuer.Message(new Cardea.Revocation.RevokedSession(ended, 1, TimeSpan.FromMinutes(1))) with { Keys = null, Age = 290_000 });
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(ended, 0)));
        Assert.Null(api.Believed.FindKey(key));

        // Once it has caught up, its own list counts.
        next.Send(FeedMessage.KeysChanged, issuer.Message() with { Sessions = null });
        await Eventually.TrueAsync(() => api.Believed.FindKey(issuer.Issuer.SigningKey.Id) is not null);
        Assert.Null(api.Believed.FindKey(key));
    }

    [Fact]
    public async Task Of_the_keys_only_those_for_ES256_are_taken()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var key = FeedKey.Of(issuer.Issuer.SigningKey.PublicKey);
        issuer.OtherKeys =
        [
            new("oct", "oct", Alg: "HS256"),
            new("RSA", "rsa", "sig", "RS256"),
            new("OKP", "ed25519", "sig", "EdDSA", "Ed25519", key.X),
            key with { Kid = "p384", Crv = "P-384" },
            key with { Kid = "other use", Use = "enc" },
            key with { Kid = "no use", Use = null },
            key with { Kid = "other algorithm", Alg = "ES384" },
            key with { Kid = "half", Y = null },
            key with { Kid = "" },
        ];
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);

        Assert.All(
            (string[])["oct", "rsa", "ed25519", "p384", "other use", "no use", "other algorithm", "half", ""],
            id => Assert.Null(api.Believed.FindKey(id)));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    private static string TokenOf(Issuer issuer, string keyId) =>
        issuer.Sign($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{keyId}}"}""", Forgery.Claims());
}
