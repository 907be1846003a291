using System.Net;
using Cardea.Revocation;
using Cardea.Tokens;
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
    public async Task A_recall_refuses_what_was_issued_before_it_alone()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var session = issuer.Issuer.BeginSession();

        issuer.Issuer.Recall(session.SessionId, lowestRecalls: 1);
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(session.SessionId, 0)));

        Assert.False(await api.AcceptsAsync(issuer.Issuer.AccessToken(session.Next())));
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(session, recalls: 1)));
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
    public async Task A_snapshot_in_pieces_is_known_with_its_last_piece_and_as_old_as_when_it_was_asked_for()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var (one, other) = (issuer.Issuer.BeginSession(), issuer.Issuer.BeginSession());

        connection.Send("snapshot", issuer.Message(End(one.SessionId)) with { More = true }, "not a place to go on from");
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(one.SessionId, 0)));
        Assert.False(api.Believed.IsKnown);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(issuer.Issuer.AccessToken(other)));

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(3));
        connection.Send("snapshot", issuer.Message(End(other.SessionId)) with { Keys = null }, "cursor 2");
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
        Assert.True(((RemoteIssuer)api.Believed).Age >= TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.AccessToken(one)));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.AccessToken(other)));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_snapshot_that_was_cut_in_the_middle_is_not_gone_on_with()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        var first = await issuer.ConnectedAsync();
        var ended = issuer.Issuer.BeginSession().SessionId;
        first.Send("snapshot", issuer.Message(End(ended)) with { More = true }, "not a place to go on from");
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(ended, 0)));

        first.Cut();

        Assert.Null((await issuer.ReconnectedAsync()).LastEventId);
        Assert.False(api.Believed.IsKnown);
    }

    [Fact]
    public async Task The_events_are_those_of_the_contract()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var (ended, recalled, later) = (issuer.Issuer.BeginSession().SessionId, issuer.Issuer.BeginSession().SessionId, issuer.Issuer.BeginSession().SessionId);
        var key = issuer.Issuer.SigningKey.PublicKey;
        var jwk = $$"""{"kty":"EC","use":"sig","alg":"ES256","kid":"{{key.Kid}}","crv":"P-256","x":"{{key.X}}","y":"{{key.Y}}"}""";

        connection.Send("snapshot", $$"""{"sent":1893456000000,"age":12,"skew":30,"more":true,"sessions":[{"sid":"{{ended}}","life":960}],"keys":[{{jwk}}]}""");
        connection.Send("snapshot", $$"""{"sent":1893456000000,"age":12,"skew":30,"sessions":[{"sid":"{{recalled}}","recalls":2,"life":960}]}""", "any/text/1,2");
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
        Assert.Equal(TimeSpan.FromMilliseconds(12), ((RemoteIssuer)api.Believed).Age);
        Assert.True(api.Believed.Refuses(new(ended, int.MaxValue - 1)));
        Assert.Equal((true, false), (api.Believed.Refuses(new(recalled, 1)), api.Believed.Refuses(new(recalled, 2))));

        connection.Send("heartbeat", """{"sent":1893456000000,"age":3,"skew":30}""");
        connection.Send("keys", $$"""{"sent":1893456000000,"age":3,"skew":30,"keys":[{{jwk.Replace(key.Kid, "another", StringComparison.Ordinal)}}]}""");
        connection.Send("revoked", $$"""{"sent":1893456000000,"age":3,"skew":30,"sessions":[{"sid":"{{later}}","life":960}]}""");
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(later, 0)));
        Assert.Null(api.Believed.FindKey(key.Kid));
        Assert.NotNull(api.Believed.FindKey("another"));
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
        second.Send("revoked", issuer.Message(End(during.SessionId)), "cursor 2");
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(during.SessionId, 0)));

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
        first.Send("revoked", issuer.Message(End(ended)));
        first.Heartbeat();
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(ended, 0)));

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
        var life = TimeSpan.FromMinutes(10);
        RevokedSession[] entries = [End(session), new(session, 2, TimeSpan.FromMinutes(1)), new(session, 5, life), new(session, 2, life)];

        connection.Send("revoked", issuer.Message(entries));
        connection.Send("revoked", issuer.Message(entries.Reverse()));
        connection.Send("snapshot", issuer.Message());
        connection.Send("revoked", issuer.Message(End(last)));
        await Eventually.TrueAsync(() => api.Believed.Refuses(new(last, 0)));

        Assert.True(api.Believed.Refuses(new(session, 1_000_000)));
    }

    [Fact]
    public async Task Nonsense_in_the_feed_is_not_knowledge_and_not_the_end()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await ProtectedApi.StartAsync(issuer);
        string[] nonsense =
        [
            "", "null", "[]", "{}", """{"age":"1"}""", """{"sent":1,"age":1,"skew":30,"sessions":[{}]}""",
            """{"sent":1,"age":1,"skew":30,"sessions":[{"sid":"x","life":1}],"keys":[]}""", """{"sent":1,"age":1e30,"skew":30,"sessions":[]}""",
            """{"sent":1,"age":1,"skew":30,"sessions":[],"keys":[]}""", """{"sent":1,"age":1,"skew":30,"sessions":[],"keys":[{"kty":"RSA","kid":"1"}]}""",
            """{"sent":9223372036854775807,"age":1,"skew":30,"sessions":[],"keys":[]}""",
        ];
        foreach (var data in nonsense)
        {
            (await issuer.ReconnectedAsync()).Send("snapshot", data);
        }

        var connection = await issuer.ReconnectedAsync();
        Assert.False(api.Believed.IsKnown);
        connection.Send("snapshot", issuer.Message());
        await Eventually.TrueAsync(() => api.Believed.IsKnown);
    }

    private static RevokedSession End(SessionId session) => RevokedSession.Ended(session, TimeSpan.FromMinutes(10));
}
