using Cardea.Keys;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

public sealed class RevocationTests
{
    [Fact]
    public async Task The_end_of_a_session_reaches_its_tokens_at_once()
    {
        await using var api = await ProtectedApi.StartAsync();
        var refreshToken = api.Issuer.BeginSession();
        var seen = api.Issuer.AccessToken(refreshToken);
        var unseen = api.Issuer.AccessToken(refreshToken.Next());
        Assert.True(await api.AcceptsAsync(seen));
        Assert.True(await api.AcceptsAsync(seen));

        api.Issuer.End(refreshToken.SessionId);

        Assert.False(await api.AcceptsAsync(seen));
        Assert.False(await api.AcceptsAsync(unseen));
    }

    [Fact]
    public async Task An_end_that_becomes_known_while_knowledge_is_renewed_counts()
    {
        var issuer = await Issuer.StartAsync();
        var session = issuer.BeginSession();
        Action learned = static () => { };
        await using var api = await ProtectedApi.StartAsync(new NearIssuer(issuer) { Renew = () => RenewAsync(() => learned()) });
        var token = issuer.AccessToken(session);
        Assert.True(await api.AcceptsAsync(token));

        learned = () => issuer.End(session.SessionId);

        Assert.False(await api.AcceptsAsync(token));
    }

    [Fact]
    public async Task A_key_that_is_given_up_while_knowledge_is_renewed_is_refused_and_a_new_one_accepted()
    {
        var (issuer, retired) = (await Issuer.StartAsync(), false);
        var (known, learned) = (new HashSet<string> { issuer.SigningKey.Id }, new HashSet<string>());
        await using var api = await ProtectedApi.StartAsync(new NearIssuer(issuer)
        {
            Find = id => known.Contains(id) ? issuer.Keys.FindSigning(id)?.PublicKey : null,
            Renew = () => RenewAsync(() => known = retired ? learned : known),
        });
        var token = issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(token));

        await issuer.RetireAsync();
        learned.Add(issuer.SigningKey.Id);
        retired = true;

        // The one that is asked first, and is renewed while it waits, must look for the key again.
        Assert.False(await api.AcceptsAsync(token));
        (known, retired) = ([], true);
        Assert.True(await api.AcceptsAsync(issuer.AccessToken()));
    }

    [Fact]
    public async Task The_end_of_a_session_leaves_others_alone()
    {
        await using var api = await ProtectedApi.StartAsync();
        var other = api.Issuer.AccessToken();

        api.Issuer.End(api.Issuer.BeginSession().SessionId);

        Assert.True(await api.AcceptsAsync(other));
    }

    [Fact]
    public async Task A_recall_refuses_what_was_issued_before_it_and_nothing_later()
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        var tokens = Enumerable.Range(0, 3).Select(recalls => api.Issuer.AccessToken(session, recalls: recalls)).ToList();
        var laterGeneration = api.Issuer.AccessToken(session.Next().Next(), recalls: 1);
        Assert.True(await api.AcceptsAsync(tokens[0]));
        Assert.True(await api.AcceptsAsync(tokens[2]));

        api.Issuer.Recall(session.SessionId, lowestRecalls: 2);

        Assert.False(await api.AcceptsAsync(tokens[0]));
        Assert.False(await api.AcceptsAsync(tokens[1]));
        Assert.False(await api.AcceptsAsync(laterGeneration));
        Assert.True(await api.AcceptsAsync(tokens[2]));
    }

    [Fact]
    public async Task Giving_up_a_key_refuses_its_tokens_at_once()
    {
        await using var api = await ProtectedApi.StartAsync();
        var seen = api.Issuer.AccessToken();
        var unseen = api.Issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(seen));

        await api.Issuer.RetireAsync();

        Assert.False(await api.AcceptsAsync(seen));
        Assert.False(await api.AcceptsAsync(unseen));
        Assert.True(await api.AcceptsAsync(api.Issuer.AccessToken()));
    }

    [Fact]
    public async Task Rotating_the_key_refuses_nothing()
    {
        await using var api = await ProtectedApi.StartAsync();
        var before = api.Issuer.SigningKey.Id;
        await api.Issuer.Keys.RotateAsync(by: null, TestContext.Current.CancellationToken);
        api.Issuer.Clock.Advance(KeyRing.PublishedAhead - TimeSpan.FromSeconds(1));
        var old = api.Issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(old));

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(before, api.Issuer.SigningKey.Id);
        Assert.True(await api.AcceptsAsync(api.Issuer.AccessToken()));
        Assert.True(await api.AcceptsAsync(old));
    }

    // Never at once, as where a store is read first.
    private static async ValueTask RenewAsync(Action learn)
    {
        await Task.Yield();
        learn();
    }
}
