using System.Net;
using Cardea.JwtBearer;
using Cardea.Validation.Tests.Running;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Cardea.Validation.Tests.Remote;

/// <summary>The stock handler of ASP.NET Core, with Cardea's revocations.</summary>
public sealed class JwtBearerTests
{
    [Fact]
    public async Task A_session_that_ends_is_refused_by_the_stock_handler()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var (ended, other) = (issuer.Issuer.BeginSession(), issuer.Issuer.BeginSession());
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken(ended)));

        issuer.Issuer.End(ended.SessionId);
        await Eventually.TrueAsync(async () => await api.StatusAsync(issuer.Issuer.AccessToken(ended)) == HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken(other)));
    }

    [Fact]
    public async Task What_cannot_be_known_is_503_and_what_is_bad_401()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var token = issuer.Issuer.AccessToken();
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        issuer.Greets = false;

        issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(16));

        using var response = await api.GetAsync(token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync("garbage"));
    }

    [Fact]
    public async Task Tokens_of_another_kind_are_refused()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var header = issuer.Issuer.Header();

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.Sign(header, Forgery.Claims())));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(header.Replace("at+jwt", "JWT", StringComparison.Ordinal), Forgery.Claims())));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(header, Forgery.Claims(("jti", "\"1\"")))));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(header, Forgery.Claims(("sid", null)))));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(header, Forgery.Claims(("sid", $"\"{issuer.Issuer.BeginSession().SessionId}\"")))));
    }

    [Fact]
    public async Task A_receipt_is_sent_once()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var token = issuer.Issuer.AccessToken();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
            issuer.Issuer.Clock.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => !issuer.Receipts.IsEmpty);
        }

        Assert.Single(issuer.Receipts);
    }

    [Fact]
    public async Task The_events_of_the_app_are_raised_besides_also_those_it_overrides()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var events = new CountingEvents();
        await using var api = await StockApi.StartAsync(issuer, options => options.Events = events);

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync("garbage"));

        Assert.Equal((1, 1), (events.Validated, events.Challenged));
    }

    [Fact]
    public async Task Settings_are_checked_at_start()
    {
        await using var issuer = await FakeIssuer.StartAsync();

        var type = await Assert.ThrowsAsync<SetupException>(() => StockApi.StartAsync(issuer, static options => options.EventsType = typeof(CountingEvents)));
        var secret = await Assert.ThrowsAsync<SetupException>(() => StockApi.StartAsync(issuer, configureRevocation: static options => options.Secret = ""));

        Assert.StartsWith("JwtBearerOptions.EventsType must ", type.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{nameof(CardeaRevocationOptions)}.Secret must ", secret.Message, StringComparison.Ordinal);
    }

    private sealed class CountingEvents : JwtBearerEvents
    {
        public int Validated { get; private set; }

        public int Challenged { get; private set; }

        public override Task TokenValidated(TokenValidatedContext context)
        {
            Validated++;
            return Task.CompletedTask;
        }

        public override Task Challenge(JwtBearerChallengeContext context)
        {
            Challenged++;
            return Task.CompletedTask;
        }
    }
}
