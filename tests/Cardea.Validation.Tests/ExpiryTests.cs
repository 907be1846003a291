using System.Net;
using Cardea.Tokens;
using Cardea.Validation.Tests.Running;
using Cardea.Validation.Tokens;

namespace Cardea.Validation.Tests;

public sealed class ExpiryTests
{
    [Fact]
    public async Task A_token_is_good_until_its_expiry_and_the_skew_after_it()
    {
        await using var api = await ProtectedApi.StartAsync();
        var seen = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims());
        var unseen = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims());
        Assert.True(await api.AcceptsAsync(seen));

        api.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(629.999));
        Assert.True(await api.AcceptsAsync(seen));

        api.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(630));
        Assert.False(await api.AcceptsAsync(seen));
        Assert.False(await api.AcceptsAsync(unseen));
    }

    [Fact]
    public async Task Without_skew_the_expiry_is_exact()
    {
        await using var api = await ProtectedApi.StartAsync(configure: static options => options.ClockSkew = TimeSpan.Zero);
        var token = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims());

        api.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(599.999));
        Assert.True(await api.AcceptsAsync(token));

        api.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(600));
        Assert.False(await api.AcceptsAsync(token));
    }

    [Theory]
    [InlineData(30, 300, 30)]
    [InlineData(30, 10, 10)]
    [InlineData(0, 300, 0)]
    public async Task Of_the_skews_of_issuer_and_API_the_smaller_counts(int ofIssuer, int ofApi, int counts)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Skew = ofIssuer;
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, options =>
        {
            options.ClockSkew = TimeSpan.FromSeconds(ofApi);
            options.StalenessBound = TimeSpan.FromMinutes(5);
        });
        var token = issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(("exp", "1893456060")));
        issuer.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(60 + counts - 0.001));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        issuer.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(60 + counts));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("nbf")]
    public async Task A_token_that_came_too_early_is_good_when_its_time_has_come(string claim)
    {
        await using var api = await ProtectedApi.StartAsync();
        var token = api.Issuer.Sign(api.Issuer.Header(), Forgery.Claims((claim, "1893456300"), ("exp", "1893456900")));
        Assert.False(await api.AcceptsAsync(token));

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(269));
        Assert.False(await api.AcceptsAsync(token));

        api.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await api.AcceptsAsync(token));
    }

    [Fact]
    public async Task Logging_out_takes_an_expired_token_but_no_other_bad_one()
    {
        await using var api = await ProtectedApi.StartAsync();
        var refreshToken = api.Issuer.BeginSession();
        var good = api.Issuer.AccessToken(refreshToken);
        var header = api.Issuer.Header();
        string[] bad =
        [
            "garbage",
            $"{good}=",
            good[..^8] + "AAAAAAAA",
            api.Issuer.Sign(header.Replace("at+jwt", "JWT", StringComparison.Ordinal), Forgery.Claims()),
            api.Issuer.Sign(header, Forgery.Claims(("aud", "\"https://other.example.org\""))),
            api.Issuer.Sign(header, Forgery.Claims(("exp", null))),
            api.Issuer.Sign(header, Forgery.Claims(("iat", "1999999999"))),
        ];

        api.Issuer.Clock.Advance(TimeSpan.FromHours(1));

        Assert.False(await api.AcceptsAsync(good));
        Assert.Equal(refreshToken.SessionId, await SessionAsync(api, good));
        foreach (var token in bad)
        {
            Assert.Null(await SessionAsync(api, token));
        }
    }

    private static async Task<SessionId?> SessionAsync(ProtectedApi api, string token) =>
        await api.Check.Validator.ValidateIgnoringExpiryAsync(token) is AccessTokenValidation.Accepted accepted ? accepted.Token.Id.SessionId : null;
}
