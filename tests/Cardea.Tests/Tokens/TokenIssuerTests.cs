using System.Text.Json;
using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tests.Keys;
using Cardea.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Tests.Tokens;

public sealed class TokenIssuerTests : IAsyncLifetime
{
    private static readonly SessionSubject Ada = new(new UserId("ada"), KeyRings.Start.AddHours(-1), ["pwd", "otp"], ["admin", "\"quoted\" né"]);

    private readonly KeyRings _nodes = new() { Options = { Issuer = "https://id.example.org", Audience = "https://api.example.org" } };
    private readonly KeyRing _keys;
    private readonly TokenIssuer _issuer;

    public TokenIssuerTests()
    {
        _keys = _nodes.New();
        _issuer = new TokenIssuer(_keys, _nodes.Options);
    }

    public async ValueTask InitializeAsync() => await _keys.ReloadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_passes_a_strict_verifier()
    {
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = "https://id.example.org",
            ValidAudience = "https://api.example.org",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            IssuerSigningKeys = _keys.Published.Select(static key => key.PublicKey),
            TryAllIssuerSigningKeys = false,
            ClockSkew = TimeSpan.Zero,
            LifetimeValidator = (_, expires, _, _) => expires > _nodes.Clock.GetUtcNow().UtcDateTime,
        };
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Issue().Access.Reveal(), parameters);

        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public void Its_header_names_type_algorithm_and_key_and_nothing_else()
    {
        var header = Part(Issue().Access, 0);

        Assert.Equal(["alg", "kid", "typ"], Names(header));
        Assert.Equal("at+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.Equal(_keys.CurrentSigning().Key.Id, header.GetProperty("kid").GetString());
    }

    [Fact]
    public void A_token_for_the_issuer_lives_five_minutes_and_has_the_same_id()
    {
        var refreshToken = NewToken();
        var forApis = Part(_issuer.Issue(Grant(refreshToken)).Access, 1);
        var forIssuer = Part(_issuer.Issue(Grant(refreshToken), TokenAudience.Issuer).Access, 1);

        Assert.Equal("https://api.example.org", forApis.GetProperty("aud").GetString());
        Assert.Equal("https://id.example.org", forIssuer.GetProperty("aud").GetString());
        Assert.Equal(Names(forApis), Names(forIssuer));
        Assert.Equal(forApis.GetProperty("jti").GetString(), forIssuer.GetProperty("jti").GetString());
        Assert.Equal(300, forIssuer.GetProperty("exp").GetInt64() - forIssuer.GetProperty("iat").GetInt64());
    }

    [Fact]
    public void Its_claims_are_those_of_RFC_9068_and_nothing_personal()
    {
        var refreshToken = NewToken().Descend(3);
        var claims = Part(_issuer.Issue(Grant(refreshToken) with { Recalls = 2 }).Access, 1);

        Assert.Equal(["amr", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "roles", "sid", "sub"], Names(claims));
        Assert.Equal("https://id.example.org", claims.GetProperty("iss").GetString());
        Assert.Equal("https://api.example.org", claims.GetProperty("aud").GetString());
        Assert.Equal("cardea", claims.GetProperty("client_id").GetString());
        Assert.Equal("ada", claims.GetProperty("sub").GetString());
        Assert.Equal(refreshToken.SessionId.ToString(), claims.GetProperty("sid").GetString());
        Assert.Equal($"{refreshToken.SessionId}.2.3", claims.GetProperty("jti").GetString());
        Assert.Equal(KeyRings.Start.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(KeyRings.Start.AddHours(-1).ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(["pwd", "otp"], claims.GetProperty("amr").EnumerateArray().Select(static amr => amr.GetString()));
        Assert.Equal(Ada.Roles, claims.GetProperty("roles").EnumerateArray().Select(static role => role.GetString()!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_roles_there_is_no_such_claim(bool empty) =>
        Assert.DoesNotContain("roles", Names(Part(_issuer.Issue(Grant(NewToken()) with { Subject = Ada with { Roles = empty ? [] : null } }).Access, 1)));

    [Fact]
    public void An_access_token_that_is_issued_alone_proves_no_generation()
    {
        var grant = Grant(NewToken()) with { Successor = null, Recalls = 2 };
        var tokens = _issuer.Issue(grant);

        Assert.Null(tokens.Refresh);
        Assert.Equal(grant.SessionId, tokens.SessionId);
        Assert.Equal($"{grant.SessionId}.2", Part(tokens.Access, 1).GetProperty("jti").GetString());
    }

    [Fact]
    public void It_is_issued_as_of_the_time_of_the_store_whatever_the_clock_of_the_node_says()
    {
        foreach (var minutes in (int[])[-2, 0, 2])
        {
            var at = KeyRings.Start.AddMinutes(minutes);
            var tokens = _issuer.Issue(Grant(NewToken()) with { At = at });
            var claims = Part(tokens.Access, 1);

            Assert.Equal(at.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
            Assert.Equal((at + tokens.Access.ExpiresIn).ToUnixTimeSeconds(), claims.GetProperty("exp").GetInt64());
            Assert.Equal(tokens.SessionId.AbsoluteEnd - at, tokens.ExpiresIn);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_lifetime_is_spread_by_five_percent_either_way(bool alone)
    {
        var lifetimes = Enumerable.Range(0, 1000).Select(_ => Issue(alone).Access.ExpiresIn.TotalSeconds).ToArray();

        Assert.InRange(lifetimes.Min(), 570, 580);
        Assert.InRange(lifetimes.Max(), 620, 630);
        Assert.InRange(lifetimes.Average(), 590, 610);
    }

    [Fact]
    public void What_the_client_is_told_is_what_the_token_says()
    {
        var tokens = Issue();
        var claims = Part(tokens.Access, 1);

        Assert.Equal(tokens.Access.ExpiresIn.TotalSeconds, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(TimeSpan.FromDays(30), tokens.ExpiresIn);
        Assert.Equal(tokens.Refresh!.SessionId, tokens.SessionId);
    }

    [Fact]
    public void A_repeated_answer_lives_as_long_as_the_first()
    {
        var refreshToken = NewToken();

        Assert.Equal(_issuer.Issue(Grant(refreshToken)).Access.ExpiresIn, _issuer.Issue(Grant(refreshToken)).Access.ExpiresIn);
    }

    [Fact]
    public void It_never_outlives_its_session()
    {
        var refreshToken = NewToken();
        var tokens = _issuer.Issue(Grant(refreshToken) with { At = refreshToken.SessionId.AbsoluteEnd.AddSeconds(-90.5) });

        Assert.Equal(TimeSpan.FromSeconds(90), tokens.Access.ExpiresIn);
        Assert.Equal(TimeSpan.FromSeconds(90.5), tokens.ExpiresIn);
        Assert.True(Part(tokens.Access, 1).GetProperty("exp").GetInt64() <= refreshToken.SessionId.AbsoluteEnd.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task It_never_lives_longer_than_the_row_of_its_key_says()
    {
        _nodes.Options.AccessTokenLifetime = TimeSpan.FromHours(1);
        Assert.Equal(TimeSpan.FromSeconds(630), Issue().Access.ExpiresIn);

        // The next read raises what the row says; only then it lives longer.
        await _keys.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.InRange(Issue().Access.ExpiresIn, TimeSpan.FromMinutes(57), TimeSpan.FromMinutes(63));
    }

    [Fact]
    public void A_node_that_does_not_know_which_keys_are_accepted_signs_nothing()
    {
        var grant = Grant(NewToken());
        _nodes.Clock.Advance(_nodes.Options.StalenessBound + TimeSpan.FromTicks(1));

        Assert.Throws<StoreUnavailableException>(() => _issuer.Issue(grant));
    }

    [Fact]
    public async Task After_a_rotation_of_keys_the_new_one_signs()
    {
        var before = Part(Issue().Access, 0).GetProperty("kid").GetString();
        await _keys.RotateAsync(by: null, TestContext.Current.CancellationToken);
        Assert.Equal(before, Part(Issue().Access, 0).GetProperty("kid").GetString());

        await _nodes.AdvanceAsync(_keys, KeyRing.PublishedAhead);
        Assert.NotEqual(before, Part(Issue().Access, 0).GetProperty("kid").GetString());
    }

    [Fact]
    public void Printing_the_answer_shows_no_token()
    {
        var tokens = Issue();
        var text = $"{tokens} {tokens.Access} {tokens.Refresh}";

        Assert.DoesNotContain(tokens.Access.Reveal(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("cdr_", text, StringComparison.Ordinal);
    }

    private static JsonElement Part(AccessToken token, int index) =>
        JsonElement.Parse(Base64UrlEncoder.Decode(token.Reveal().Split('.')[index]));

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(static member => member.Name).Order();

    private RefreshToken NewToken() => _keys.CurrentRefresh().Begin(SessionId.Create(_nodes.Clock.GetUtcNow() + _nodes.Options.SessionLifetime));

    private SessionGrant Grant(RefreshToken token) => new(token.SessionId, token, Ada, Recalls: 0, _nodes.Clock.GetUtcNow());

    private IssuedTokens Issue(bool alone = false)
    {
        var token = NewToken();
        return _issuer.Issue(Grant(token) with { Successor = alone ? null : token });
    }
}
