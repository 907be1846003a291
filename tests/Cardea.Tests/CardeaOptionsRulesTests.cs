using Cardea.Keys;

namespace Cardea.Tests;

public sealed class CardeaOptionsRulesTests
{
    private static readonly string Secret = new('s', ResourceApi.LowestSecretLength);

    private readonly CardeaOptions _options = new() { Issuer = "https://id.example.org", Audience = "https://api.example.org" };

    public static TheoryData<string, Action<CardeaOptions>> Wrong => new()
    {
        { "Cardea:Issuer", static options => options.Issuer = "" },
        { "Cardea:Issuer", static options => options.Issuer = "id.example.org" },
        { "Cardea:Issuer", static options => options.Issuer = "/auth" },
        { "Cardea:Issuer", static options => options.Issuer = "ftp://id.example.org" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org/" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org?tenant=1" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org?" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org#top" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org#" },
        { "Cardea:Issuer", static options => options.Issuer = "https://user@id.example.org" },
        { "Cardea:Issuer", static options => options.Issuer = " https://id.example.org" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org\n" },
        { "Cardea:Issuer", static options => options.Issuer = "https://id.example.org/a b" },
        { "Cardea:Audience", static options => options.Audience = "" },
        { "Cardea:ClientId", static options => options.ClientId = "" },
        { "Cardea:MasterKey", static options => options.MasterKey = "not a key" },
        { "Cardea:MasterKey", static options => options.MasterKey = Convert.ToBase64String(new byte[31]) },
        { "Cardea:AccessTokenLifetime", static options => options.AccessTokenLifetime = TimeSpan.FromSeconds(9) },
        { "Cardea:AccessTokenLifetime", static options => options.AccessTokenLifetime = TimeSpan.FromHours(25) },
        { "Cardea:RefreshGrace", static options => options.RefreshGrace = TimeSpan.FromTicks(-1) },
        { "Cardea:RefreshGrace", static options => options.RefreshGrace = TimeSpan.FromMinutes(11) },
        { "Cardea:ClockSkew", static options => options.ClockSkew = TimeSpan.FromTicks(-1) },
        { "Cardea:ClockSkew", static options => options.ClockSkew = TimeSpan.FromMinutes(6) },
        { "Cardea:StalenessBound", static options => options.StalenessBound = TimeSpan.FromSeconds(2) },
        { "Cardea:StalenessBound", static options => options.StalenessBound = TimeSpan.FromMinutes(6) },
        { "Cardea:ResourceApis:0:Name", static options => options.ResourceApis.Add(new() { Secret = Secret }) },
        { "Cardea:ResourceApis:0:Name", static options => options.ResourceApis.Add(new() { Name = "or:ders", Secret = Secret }) },
        { "Cardea:ResourceApis:1:Name", static options => { options.ResourceApis.Add(new() { Name = "orders", Secret = Secret }); options.ResourceApis.Add(new() { Name = "orders", Secret = Secret }); } },
        { "Cardea:ResourceApis:0:Secret", static options => options.ResourceApis.Add(new() { Name = "orders", Secret = Secret[1..] }) },
        { "Cardea:SessionLifetime", static options => options.SessionLifetime = TimeSpan.FromSeconds(59) },
        { "Cardea:SessionLifetime", static options => options.SessionLifetime = TimeSpan.FromDays(3651) },
        { "Cardea:IdleTimeout", static options => options.IdleTimeout = options.AccessTokenLifetime },
        { "Cardea:IdleTimeout", static options => options.IdleTimeout = options.RefreshGrace },
        { "Cardea:IdleTimeout", static options => options.IdleTimeout = options.SessionLifetime + TimeSpan.FromTicks(1) },
        { "Cardea:SessionsPerUser", static options => options.SessionsPerUser = 0 },
        { "Cardea:SessionsPerUser", static options => options.SessionsPerUser = 10_001 },
        { "Cardea:SweepInterval", static options => options.SweepInterval = TimeSpan.FromMilliseconds(1) },
        { "Cardea:SweepInterval", static options => options.SweepInterval = TimeSpan.FromSeconds(-1) },
        { "Cardea:SweepInterval", static options => options.SweepInterval = TimeSpan.FromDays(8) },
        { "Cardea:KeyLifetime", static options => options.KeyLifetime = TimeSpan.FromMinutes(59) },
        { "Cardea:KeyLifetime", static options => options.KeyLifetime = TimeSpan.FromDays(3651) },
        { "Cardea:Passwords:MinimumLength", static options => options.Passwords.MinimumLength = 7 },
        { "Cardea:Passwords:MinimumLength", static options => options.Passwords.MinimumLength = 65 },
        { "Cardea:Passwords:BreachedRange", static options => options.Passwords.BreachedRange = "true" },
        { "Cardea:Passwords:BreachedRange", static options => options.Passwords.BreachedRange = "https://api.example.org/range" },
        { "Cardea:Passwords:BreachedRange", static options => options.Passwords.BreachedRange = "http://api.example.org/range/" },
        { "Cardea:Passwords:BreachedRange", static options => options.Passwords.BreachedRange = "https://api.example.org/range/?q=/" },
        { "Cardea:Passwords:MemoryKiB", static options => options.Passwords.MemoryKiB = 19_455 },
        { "Cardea:Passwords:MemoryKiB", static options => options.Passwords.MemoryKiB = 1_048_577 },
        { "Cardea:Passwords:Iterations", static options => options.Passwords.Iterations = 1 },
        { "Cardea:Passwords:Iterations", static options => options.Passwords.Iterations = 65 },
        { "Cardea:Smtp:Host", static options => options.Smtp.Host = "smtp://mail.example.org" },
        { "Cardea:Smtp:Host", static options => options.Smtp.Host = "mail.example.org:587" },
        { "Cardea:Smtp:Port", static options => options.Smtp.Port = 0 },
        { "Cardea:Smtp:Port", static options => options.Smtp.Port = 65_536 },
        { "Cardea:Smtp:Timeout", static options => options.Smtp.Timeout = TimeSpan.FromMilliseconds(999) },
        { "Cardea:Smtp:Timeout", static options => options.Smtp.Timeout = TimeSpan.FromMinutes(6) },
        { "Cardea:Smtp:From", static options => options.Smtp.Host = "mail.example.org" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "Example" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "@example.org" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "no-reply@" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "no reply@example.org" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "a@example.org, b@example.org" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "Example <no-reply@example.org" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "no-reply@example.org>" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "Example, Inc. <no-reply@example.org>" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "\"Example\" Inc\" <no-reply@example.org>" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "\" <no-reply@example.org>" },
        { "Cardea:Smtp:From", static options => options.Smtp.From = "Example\r\nBcc: a@example.org <no-reply@example.org>" },
        { "Cardea:Smtp:Password", static options => options.Smtp.UserName = "cardea" },
        { "Cardea:Smtp:UserName", static options => options.Smtp.Password = "a secret" },
    };

    public static TheoryData<Action<CardeaOptions>> Right => new()
    {
        static options => options.Issuer = "http://localhost:8080",
        static options => options.ResourceApis.Add(new() { Name = "orders-api", Secret = Secret }),
        static options => options.Issuer = "https://example.org/identity",
        static options => options.MasterKey = MasterKey.Generate(),
        static options => options.AccessTokenLifetime = TimeSpan.FromSeconds(10),
        static options => options.RefreshGrace = TimeSpan.Zero,
        static options => options.ClockSkew = TimeSpan.Zero,
        static options => options.IdleTimeout = options.SessionLifetime,
        static options => options.SessionsPerUser = 1,
        static options => options.SweepInterval = TimeSpan.Zero,
        static options => options.KeyLifetime = TimeSpan.FromHours(1),
        static options => options.Passwords.MinimumLength = 8,
        static options => options.Passwords.BreachedRange = "https://api.pwnedpasswords.com/range/",
        static options => options.Passwords.BreachedRange = "http://localhost:8081/range/",
        static options => { options.Smtp.Host = "mail.example.org"; options.Smtp.From = "no-reply@example.org"; },
        static options => { options.Smtp.Host = "::1"; options.Smtp.From = "cardea@localhost"; },
        static options => { options.Smtp.Port = 25; options.Smtp.Timeout = TimeSpan.FromMinutes(5); },
        static options => { options.Smtp.UserName = "cardea"; options.Smtp.Password = "a secret"; },
    };

    [Fact]
    public void The_defaults_need_an_issuer_and_nothing_else()
    {
        Assert.Empty(CardeaOptionsRules.Check(_options));
        Assert.StartsWith("Cardea:Issuer ", Assert.Single(CardeaOptionsRules.Check(new CardeaOptions())), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_named_by_its_setting(string setting, Action<CardeaOptions> change)
    {
        change(_options);

        Assert.Contains(CardeaOptionsRules.Check(_options), finding => finding.StartsWith(setting + " ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Right), DisableDiscoveryEnumeration = true)]
    public void What_is_unusual_but_right_is_taken(Action<CardeaOptions> change)
    {
        change(_options);

        Assert.Empty(CardeaOptionsRules.Check(_options));
    }

    [Fact]
    public void A_finding_shows_no_secret()
    {
        _options.MasterKey = "a secret of the wrong form";
        _options.Smtp.Password = "another secret";

        Assert.All(CardeaOptionsRules.Check(_options), static finding => Assert.DoesNotContain("secret of", finding, StringComparison.Ordinal));
        Assert.All(CardeaOptionsRules.Check(_options), static finding => Assert.DoesNotContain("another", finding, StringComparison.Ordinal));
    }

    [Fact]
    public void Revocations_outlive_every_access_token_on_the_slowest_clock()
    {
        Assert.Equal(TimeSpan.FromSeconds(630), _options.LongestAccessToken);
        Assert.Equal(TimeSpan.FromSeconds(630), _options.LongestAccessToken);
        Assert.Equal(TimeSpan.FromMinutes(6), _options.RevocationMargin);
    }
}
