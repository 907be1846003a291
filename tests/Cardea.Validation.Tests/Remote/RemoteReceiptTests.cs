using System.Net;
using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

/// <summary>How an API tells the issuer which tokens have arrived.</summary>
public sealed class RemoteReceiptTests
{
    [Fact]
    public async Task Receipts_are_with_the_issuer_a_second_later_each_once()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var (one, other) = (issuer.Issuer.BeginSession(), issuer.Issuer.BeginSession().Next());
        foreach (var token in (string[])[issuer.Issuer.AccessToken(one), issuer.Issuer.AccessToken(other), issuer.Issuer.AccessToken(one)])
        {
            Assert.True(await api.AcceptsAsync(token));
        }

        Assert.Empty(issuer.Receipts);
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => issuer.Receipts.Count >= 2);

        Assert.Equal([$"{one.SessionId}.0.0", $"{other.SessionId}.0.1"], issuer.Receipts);
    }

    [Fact]
    public async Task A_token_that_came_without_a_refresh_token_is_no_receipt()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var session = issuer.Issuer.BeginSession();
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessTokenAlone(session.SessionId)));
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(session)));

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => !issuer.Receipts.IsEmpty);

        Assert.Equal([$"{session.SessionId}.0.0"], issuer.Receipts);
    }

    [Fact]
    public async Task When_there_are_too_many_they_wait_as_long_as_the_issuer_says()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken()));
        issuer.RetryAfter = TimeSpan.FromSeconds(30);
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => issuer.TooMany == 1);

        issuer.RetryAfter = null;
        var waited = TimeSpan.Zero;
        await Eventually.TrueAsync(() => !issuer.Receipts.IsEmpty, () =>
        {
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
            waited += TimeSpan.FromSeconds(1);
        });

        Assert.Single(issuer.Receipts);
        Assert.True(waited >= TimeSpan.FromSeconds(30), $"It came again after {waited}.");
    }

    [Fact]
    public async Task They_survive_whatever_goes_wrong()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        using var broken = new Broken(() => issuer.Address);
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, options => options.Backchannel = broken);
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken()));
        broken.Failure = new InvalidOperationException("Nobody has thought of this.");
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => broken.Failed > 0);

        broken.Failure = null;
        await Eventually.TrueAsync(() => !issuer.Receipts.IsEmpty, () => issuer.Issuer.Clock.Advance(TimeSpan.FromMilliseconds(100)));

        Assert.Single(issuer.Receipts);
    }

    [Fact]
    public async Task They_wait_while_the_issuer_does_not_take_them_and_no_request_waits_with_them()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        var session = issuer.Issuer.BeginSession();
        issuer.TakesReceipts = false;
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken(session)));
        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await api.AcceptsAsync(issuer.Issuer.AccessToken()));

        issuer.TakesReceipts = true;
        await Eventually.TrueAsync(() => issuer.Receipts.Count >= 2, () => issuer.Issuer.Clock.Advance(TimeSpan.FromMilliseconds(100)));

        Assert.Contains($"{session.SessionId}.0.0", issuer.Receipts);
    }

    [Fact]
    public async Task Many_go_in_bodies_that_the_issuer_takes()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer);
        for (var i = 0; i < 1000; i++)
        {
            api.Believed.NoteReceipt(new(issuer.Issuer.BeginSession().SessionId, int.MaxValue - 1, int.MaxValue - 1));
        }

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => issuer.Receipts.Count == 1000);
    }

    [Fact]
    public async Task The_last_ones_are_sent_when_the_API_stops()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using (var api = await ProtectedApi.StartKnowingAsync(issuer))
        {
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
        }

        Assert.Single(issuer.Receipts);
    }
}
