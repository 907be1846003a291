using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

public sealed class ReceiptTests
{
    [Fact]
    public async Task The_first_acceptance_of_a_token_is_its_receipt()
    {
        await using var api = await ProtectedApi.StartAsync();
        var refreshToken = api.Issuer.BeginSession();
        var first = api.Issuer.AccessToken(refreshToken);
        var second = api.Issuer.AccessToken(refreshToken.Next());

        foreach (var token in (string[])[first, first, second, first, second])
        {
            Assert.True(await api.AcceptsAsync(token));
        }

        Assert.Equal([new(refreshToken.SessionId, 0, 0), new(refreshToken.SessionId, 0, 1)], api.Receipts);
    }

    [Fact]
    public async Task A_token_that_lives_on_the_skew_alone_makes_one_too()
    {
        await using var api = await ProtectedApi.StartAsync();
        var token = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("exp", "1893455990")));

        Assert.True(await api.AcceptsAsync(token));
        Assert.True(await api.AcceptsAsync(token));

        Assert.Single(api.Receipts);
    }

    [Fact]
    public async Task Many_first_requests_at_once_make_one_receipt()
    {
        await using var api = await ProtectedApi.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var token = api.Issuer.AccessToken();

            Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.AcceptsAsync(token))), Assert.True);
        }

        Assert.Equal(20, api.Receipts.Count);
        Assert.Distinct(api.Receipts);
    }

    [Fact]
    public async Task Each_node_has_its_own()
    {
        var issuer = await Issuer.StartAsync();
        await using var one = await ProtectedApi.StartAsync(issuer);
        await using var other = await ProtectedApi.StartAsync(issuer);
        var token = issuer.AccessToken();

        Assert.True(await one.AcceptsAsync(token));
        Assert.True(await other.AcceptsAsync(token));

        Assert.Single(one.Receipts);
        Assert.Single(other.Receipts);
    }

    [Fact]
    public async Task A_refused_token_makes_none()
    {
        await using var api = await ProtectedApi.StartAsync();
        var ended = api.Issuer.BeginSession();
        api.Issuer.End(ended.SessionId);
        var expired = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("exp", "1893455000")));
        var early = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims(("iat", "1893459999")));

        foreach (var token in (string[])["garbage", api.Issuer.AccessToken(ended), expired, early])
        {
            Assert.False(await api.AcceptsAsync(token));
        }

        Assert.Empty(api.Receipts);
    }
}
