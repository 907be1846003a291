using System.Net;
using Cardea.Revocation;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

/// <summary>How an API follows the issuer's revocations.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task A_session_that_ends_at_the_issuer_is_refused_here()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var (ended, other) = (issuer.Issuer.BeginSession(), issuer.Issuer.BeginSession());
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(ended)));

        await api.EndAsync(ended.SessionId);

        Assert.False(await api.AcceptsAsync(issuer.Issuer.AccessToken(ended)));
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(other)));
    }

    [Fact]
    public async Task A_recall_refuses_older_generations_alone()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var first = issuer.Issuer.BeginSession();

        issuer.Issuer.Recall(first.SessionId, lowestGeneration: 1);
        await Eventually.TrueAsync(() => api.Believed.RefusesAsync(new(first.SessionId, 0)));

        Assert.False(await api.AcceptsAsync(issuer.Issuer.AccessToken(first)));
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(first.Next())));
    }

    [Fact]
    public async Task What_ended_before_the_API_started_is_in_the_snapshot()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var ended = issuer.Issuer.BeginSession();
        issuer.Issuer.End(ended.SessionId);

        await using var api = await ProtectedApi.StartKnowingAsync(issuer);

        Assert.False(await api.AcceptsAsync(issuer.Issuer.AccessToken(ended)));
    }

    [Fact]
    public async Task Until_the_first_event_nothing_is_known()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var token = issuer.Issuer.AccessToken();

        // Whoever sends these first has not said yet what was revoked before.
        connection.Heartbeat();
        connection.Send("unheard-of", "not even JSON");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));

        connection.Send("snapshot", issuer.Message());
        await Eventually.TrueAsync(async () => await api.StatusAsync(token) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_connection_that_was_cut_is_taken_up_where_it_ended()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var first = await issuer.ConnectedAsync();
        var (before, during) = (issuer.Issuer.BeginSession(), issuer.Issuer.BeginSession());
        await api.EndAsync(before.SessionId);

        issuer.Greets = false;
        first.Cut();
        var second = await issuer.ReconnectedAsync();
        second.Send("revoked", issuer.Message(new RevokedSession(during.SessionId, RevokedSession.None, Issuer.Start.AddMinutes(10))), "cursor 2");
        await Eventually.TrueAsync(() => api.Believed.RefusesAsync(new(during.SessionId, 0)));

        Assert.Null(first.LastEventId);
        Assert.Equal("cursor 1", second.LastEventId);
        Assert.False(await api.AcceptsAsync(issuer.Issuer.AccessToken(before)));
    }

    [Fact]
    public async Task An_event_without_an_id_does_not_move_the_place()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var first = await issuer.ConnectedAsync();
        var ended = issuer.Issuer.BeginSession().SessionId;
        first.Send("revoked", issuer.Message(new RevokedSession(ended, RevokedSession.None, Issuer.Start.AddMinutes(10))));
        first.Heartbeat();
        await Eventually.TrueAsync(() => api.Believed.RefusesAsync(new(ended, 0)));

        first.End();

        Assert.Equal("cursor 0", (await issuer.ReconnectedAsync()).LastEventId);
    }

    [Fact]
    public async Task Repeated_and_reordered_entries_only_ever_refuse_more()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var (session, last) = (issuer.Issuer.BeginSession().SessionId, issuer.Issuer.BeginSession().SessionId);
        var until = Issuer.Start.AddMinutes(10);
        RevokedSession[] entries = [new(session, RevokedSession.None, until), new(session, 2, until.AddMinutes(-9)), new(session, 5, until), new(session, 2, until)];

        connection.Send("revoked", issuer.Message(entries));
        connection.Send("revoked", issuer.Message(entries.Reverse()));
        connection.Send("snapshot", issuer.Message());
        connection.Send("revoked", issuer.Message(new RevokedSession(last, RevokedSession.None, until)));
        await Eventually.TrueAsync(() => api.Believed.RefusesAsync(new(last, 0)));

        Assert.True(await api.Believed.RefusesAsync(new(session, 1_000_000)));
    }

    [Fact]
    public async Task Nonsense_in_the_feed_is_not_knowledge_and_not_the_end()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        string[] nonsense = ["", "null", "[]", "{}", """{"age":"1"}""", """{"age":1,"sessions":[{}]}""", """{"age":1,"sessions":[{"sid":"x","expiresAt":1}]}""", """{"age":1e30}"""];
        foreach (var data in nonsense)
        {
            (await issuer.ReconnectedAsync()).Send("snapshot", data);
        }

        var connection = await issuer.ReconnectedAsync();
        Assert.False(api.Believed.IsKnown);
        connection.Send("snapshot", issuer.Message());
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
    }
}
