using System.Net;
using System.Text;
using Cardea.JwtBearer;
using Cardea.Validation.Revocation;
using Cardea.Validation.Tests.Running;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

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
    public async Task Before_the_feed_is_known_nothing_can_be_said()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Greets = false;
        await using var api = await StockApi.StartUnknowingAsync(issuer);
        var connection = await issuer.ConnectedAsync();
        var token = issuer.Issuer.AccessToken();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync(token));

        connection.Send(FeedMessage.Snapshot, issuer.Message());
        await Eventually.TrueAsync(() => api.Believed.IsKnown);

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));
        Assert.Equal(0, issuer.OtherRequests);
    }

    [Fact]
    public async Task A_new_key_works_at_once_and_one_that_was_given_up_is_refused_at_once()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var (token, key) = (issuer.Issuer.AccessToken(), issuer.Issuer.SigningKey.Id);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        await issuer.Issuer.RetireAsync();
        await Eventually.TrueAsync(() => api.Believed.FindKey(key) is null);

        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
    }

    [Fact]
    public async Task A_storm_of_unknown_keys_asks_the_issuer_nothing()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer);
        var header = issuer.Issuer.Header();
        foreach (var kid in (string[])["unknown", "", "../../keys", "http://localhost/keys"])
        {
            var token = issuer.Issuer.Sign(header.Replace(issuer.Issuer.SigningKey.Id, kid, StringComparison.Ordinal), Forgery.Claims());
            Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign("""{"alg":"ES256","typ":"at+jwt"}""", Forgery.Claims())));
        Assert.Equal(0, issuer.OtherRequests);
    }

    [Fact]
    public async Task A_token_lives_on_by_the_issuers_skew_and_not_by_the_five_minutes_of_the_handler()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer, configureRevocation: static options => options.StalenessBound = TimeSpan.FromMinutes(5));
        var token = issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(("exp", "1893456060")));
        issuer.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(89.999));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(token));

        issuer.Issuer.Clock.SetUtcNow(Issuer.Start + TimeSpan.FromSeconds(90));

        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(token));
    }

    [Fact]
    public async Task What_the_app_has_set_of_issuer_and_audience_counts()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer, static options =>
        {
            options.TokenValidationParameters.ValidIssuers = ["https://old.example.org"];
            options.TokenValidationParameters.ValidAudiences = ["https://other.example.org"];
        });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(null, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("https://old.example.org", "https://other.example.org"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("https://new.example.org", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, "https://another.example.org"));

        Task<HttpStatusCode> StatusAsync(string? name, string? audience) => api.StatusAsync(issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(
            ("iss", $"\"{name ?? issuer.Issuer.Options.Issuer}\""), ("aud", $"\"{audience ?? issuer.Issuer.Options.Audience}\""))));
    }

    [Fact]
    public async Task An_issuer_that_calls_itself_otherwise_is_said_in_the_log_once()
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer, logs: log);
        var signed = issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(("iss", "\"https://id.example.com\"")));

        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync($"{signed[..^8]}AAAAAAAA"));
        Assert.DoesNotContain(613, log.Events);
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(signed));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(signed));

        Assert.Single(log.Events, static id => id == 613);
    }

    [Fact]
    public async Task A_handler_that_was_told_to_verify_nothing_accepts_nothing()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await StockApi.StartAsync(issuer, static options =>
        {
            options.TokenValidationParameters.RequireSignedTokens = false;
            options.TokenValidationParameters.LifetimeValidator = static (_, _, token, _) => token is not null;
            options.TokenValidationParameters.ValidateIssuerSigningKey = false;
        });
        var header = Forgery.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"none","typ":"at+jwt","kid":"{{issuer.Issuer.SigningKey.Id}}"}"""));

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(issuer.Issuer.AccessToken()));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync($"{header}.{Forgery.Encode(Encoding.UTF8.GetBytes(Forgery.Claims()))}."));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(("exp", null)))));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(issuer.Issuer.Sign(issuer.Issuer.Header(), Forgery.Claims(("exp", "1893455000")))));
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

        foreach (var (setting, mistake) in Contradictions)
        {
            var exception = await Assert.ThrowsAsync<SetupException>(() => StockApi.StartAsync(issuer, mistake));
            Assert.StartsWith($"JwtBearerOptions.{setting} must be left out with WithCardeaRevocation", exception.Message, StringComparison.Ordinal);
        }

        var type = await Assert.ThrowsAsync<SetupException>(() => StockApi.StartAsync(issuer, static options => options.EventsType = typeof(CountingEvents)));
        var secret = await Assert.ThrowsAsync<SetupException>(() => StockApi.StartAsync(issuer, configureRevocation: static options => options.Secret = ""));

        Assert.StartsWith("JwtBearerOptions.EventsType must ", type.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{nameof(CardeaRevocationOptions)}.Secret must ", secret.Message, StringComparison.Ordinal);
    }

    private static (string Setting, Action<JwtBearerOptions> Mistake)[] Contradictions { get; } =
    [
        ("UseSecurityTokenValidators", static options => options.UseSecurityTokenValidators = true),
        ("TokenValidationParameters.IssuerSigningKey", static options => options.TokenValidationParameters.IssuerSigningKey = new JsonWebKey()),
        ("TokenValidationParameters.IssuerSigningKeys", static options => options.TokenValidationParameters.IssuerSigningKeys = []),
        ("TokenValidationParameters.IssuerSigningKeyResolver", static options => options.TokenValidationParameters.IssuerSigningKeyResolver = static (_, _, _, _) => []),
        ("TokenValidationParameters.IssuerSigningKeyResolverUsingConfiguration", static options => options.TokenValidationParameters.IssuerSigningKeyResolverUsingConfiguration = static (_, _, _, _, _) => []),
        ("TokenValidationParameters.SignatureValidator", static options => options.TokenValidationParameters.SignatureValidator = static (_, _) => throw new InvalidOperationException()),
        ("TokenValidationParameters.SignatureValidatorUsingConfiguration", static options => options.TokenValidationParameters.SignatureValidatorUsingConfiguration = static (_, _, _) => throw new InvalidOperationException()),
    ];

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
