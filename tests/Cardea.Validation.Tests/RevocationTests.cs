using Cardea.Keys;
using Cardea.Sessions;
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
    public async Task What_becomes_known_while_it_is_asked_whether_all_is_known_is_heeded()
    {
        var issuer = await Issuer.StartAsync();
        var ended = new HashSet<SessionId>();
        await using var api = await ProtectedApi.StartAsync(issuer, options => options.ConfirmLive = token =>
        {
            if (ended.Contains(token.SessionId))
            {
                issuer.End(token.SessionId);
            }

            return new(true);
        });
        var token = issuer.BeginSession();
        Assert.True(await api.AcceptsAsync(issuer.AccessToken(token)));
        ended.Add(token.SessionId);

        Assert.False(await api.AcceptsAsync(issuer.AccessToken(token)));
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
    public async Task A_recall_refuses_older_generations_and_no_newer_ones()
    {
        await using var api = await ProtectedApi.StartAsync();
        var first = api.Issuer.BeginSession();
        var tokens = new[] { first, first.Next(), first.Next().Next() }.Select(one => api.Issuer.AccessToken(one)).ToList();
        Assert.True(await api.AcceptsAsync(tokens[0]));
        Assert.True(await api.AcceptsAsync(tokens[2]));

        api.Issuer.Recall(first.SessionId, lowestGeneration: 2);

        Assert.False(await api.AcceptsAsync(tokens[0]));
        Assert.False(await api.AcceptsAsync(tokens[1]));
        Assert.True(await api.AcceptsAsync(tokens[2]));
    }

    [Fact]
    public async Task Giving_up_a_key_refuses_its_tokens_at_once()
    {
        await using var api = await ProtectedApi.StartAsync();
        var seen = api.Issuer.AccessToken();
        var unseen = api.Issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(seen));

        await api.Issuer.Keys.RetireAsync(api.Issuer.Keys.CurrentSigning().Id, TestContext.Current.CancellationToken);

        Assert.False(await api.AcceptsAsync(seen));
        Assert.False(await api.AcceptsAsync(unseen));
        Assert.True(await api.AcceptsAsync(api.Issuer.AccessToken()));
    }

    [Fact]
    public async Task Rotating_the_key_refuses_nothing()
    {
        await using var api = await ProtectedApi.StartAsync();
        var before = api.Issuer.Keys.CurrentSigning().Id;
        await api.Issuer.Keys.RotateAsync(TestContext.Current.CancellationToken);
        api.Issuer.Clock.Advance(KeyRing.PublishedAhead - TimeSpan.FromSeconds(1));
        var old = api.Issuer.AccessToken();
        Assert.True(await api.AcceptsAsync(old));

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEqual(before, api.Issuer.Keys.CurrentSigning().Id);
        Assert.True(await api.AcceptsAsync(api.Issuer.AccessToken()));
        Assert.True(await api.AcceptsAsync(old));
    }
}
