using System.Reflection;
using Cardea.AspNetCore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cardea.Tests.Settings;

/// <summary>
/// What is said about wrong settings: a row for each setting at least. A setting that nobody has put here, or into the list that
/// the start checks, fails a test.
/// </summary>
public sealed class WrongSettingsTests
{
    private const string NoDuration = "must be [days.]hours:minutes:seconds";

    // Any text is as good as another.
    private static readonly string[] NeverWrong = ["Audience", "ServiceName", "Passkeys:Domain"];

    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "Issuer", "id.example.org", "must be the public address of this service" },
        { "ClientId", "", "must not be empty" },
        { "MasterKey", "short", "openssl rand -base64 32" },
        { "AccessTokenLifetime", "00:00:09", "must be between 00:00:10 and 1.00:00:00" },
        { "AccessTokenLifetime", "5:00", NoDuration },
        { "AccessTokenLifetime", "00:05", NoDuration },
        { "AccessTokenLifetime", "5", NoDuration },
        { "AccessTokenLifetime", "5m", NoDuration },
        { "AccessTokenLifetime", "PT5M", NoDuration },
        { "AccessTokenLifetime", "", NoDuration },
        { "AccessTokenLifetime", " 00:05:00", NoDuration },
        { "AccessTokenLifetime", "00:05:00.5", NoDuration },
        { "AccessTokenLifetime", "00:60:00", NoDuration },
        { "AccessTokenLifetime", "1:00:05:00", NoDuration },
        { "RefreshGrace", "-00:00:01", NoDuration },
        { "RefreshGrace", "00:10:01", "must be between 00:00:00 and 00:10:00" },
        { "IdleTimeout", "24:00:00", NoDuration },
        { "IdleTimeout", "31.00:00:00", "must not be longer than Cardea:SessionLifetime" },
        { "SessionLifetime", "720:00:00", NoDuration },
        { "ClockSkew", "00:05:01", "must be between 00:00:00 and 00:05:00" },
        { "ReissueAfterLoss", "1", "must be true or false; it is '1'" },
        { "ReissueAfterLoss", "yes", "must be true or false" },
        { "SessionsPerUser", "many", "must be a whole number; it is 'many'" },
        { "SessionsPerUser", "1e3", "must be a whole number" },
        { "SessionsPerUser", "0x10", "must be a whole number" },
        { "SessionsPerUser", "99999999999", "must be a whole number" },
        { "SweepInterval", "8.00:00:00", "Zero turns this process's own sweep off" },
        { "MigrateAtStart", "no", "must be true or false" },
        { "StartTimeout", "01:00:01", "must be between 00:00:00 and 01:00:00" },
        { "KeyLifetime", "00:59:59", "must be between 01:00:00 and 3650.00:00:00" },
        { "StalenessBound", "00:00:02", "must be between 00:00:03 and 00:05:00" },
        { "ResourceApis:0:Name", "or ders", "must be of letters, digits" },
        { "ResourceApis:0:Secret", "short", "openssl rand -hex 32" },
        { "ResourceApis", "orders", "Cardea:ResourceApis has no value of its own: set Cardea:ResourceApis:0:Name" },
        { "ResourceApis:Name", "orders", "Cardea:ResourceApis:Name is no setting: the nearest is Cardea:ResourceApis:0:Name" },
        { "AccountPages", "/account", "must be the public address below which your pages are" },
        { "RecentAuthentication", "00:00:00", "must be between 00:00:01 and 1.00:00:00" },
        { "Registration", "Invite", "must be Open, Invited or Closed; it is 'Invite'" },
        { "Registration", "1", "must be Open, Invited or Closed; it is '1'" },
        { "SignInByLink", "on", "must be true or false" },
        { "AllowCustomSchemes", "on", "must be true or false" },
        { "RequireSecondFactor", "admins", "must be None, Administrators or All" },
        { "TrustedDeviceLifetime", "366.00:00:00", "must be between 00:00:00 and 365.00:00:00" },
        { "EventRetention", "30.00:00:00", "must be between 31.00:00:00 and 3650.00:00:00" },
        { "AllowedOrigins:0", "https://app.example.org/", "must be an origin exactly as browsers send it, such as https://app.example.org" },
        { "AllowedOrigins:0", "https://app.example.org:443", "must be an origin exactly as browsers send it" },
        { "AllowedOrigins:0", "https://App.example.org", "must be an origin exactly as browsers send it" },
        { "AllowedOrigins:0", "*", "must be an origin exactly as browsers send it" },
        { "AllowedOrigins:0", "null", "must be an origin exactly as browsers send it" },
        { "AllowedOrigins", "https://app.example.org", "Cardea:AllowedOrigins has no value of its own: set Cardea:AllowedOrigins:0" },
        { "ReturnUrls:0", "http://app.example.org/", "must be an address such as https://app.example.org/" },
        { "ReturnUrls:0", "https://app.example.org/?a=b", "must be an address such as https://app.example.org/" },
        { "ReturnUrls:0", "https://user@app.example.org/", "must be an address such as https://app.example.org/" },
        { "ReturnUrls:0", "/orders", "must be an address such as https://app.example.org/" },
        { "Cookies:SameSite", "None", "must be Lax or Strict; it is 'None'" },
        { "Cookies:RotateAfter", "00:04:59", "must be between 00:05:00 and 30.00:00:00" },
        { "Cookies", "Lax", "Cardea:Cookies has no value of its own: set Cardea:Cookies:SameSite" },
        { "MailTemplates", "/nowhere", "Cardea:MailTemplates" },
        { "Passwords:MinimumLength", "7", "must be between 8 and 64" },
        { "Passwords:MemoryKiB", "64", "must be between 19456 and 1048576" },
        { "Passwords:Iterations", "1", "must be between 2 and 64" },
        { "Passwords:BreachedFile", "/nowhere", "must be the Pwned Passwords download" },
        { "Passwords:BreachedRange", "true", "must be an address over TLS that ends with a slash" },
        { "Passwords", "strong", "Cardea:Passwords has no value of its own: set Cardea:Passwords:MinimumLength" },
        { "Attempts:PerAccount", "2", "must be between 3 and 50" },
        { "Attempts:PerNetwork", "9", "must be between Cardea:Attempts:PerAccount (10) and 1000000" },
        { "Attempts:SignIns", "0", "must be between 1 and 1000000" },
        { "Attempts:Registrations", "0", "must be between 1 and 1000000" },
        { "Attempts:Window", "1.00:00:01", "must be between 00:00:01 and 1.00:00:00" },
        { "Passkeys:Origins:0", "https://elsewhere.example.com", "must be origins within Cardea:Passkeys:Domain" },
        { "RelatedOrigins:0", "http://example.de", "must be origins over https" },
        { "RelatedOrigins:0", "https://example.de/", "must be origins over https" },
        { "Passkeys:Origins", "https://id.example.org", "set Cardea:Passkeys:Origins:0 (as an environment variable Cardea__Passkeys__Origins__0)" },
        { "Smtp:Host", "smtp.example.org:25", "with its port in Cardea:Smtp:Port" },
        { "Smtp:Port", "99999", "must be between 1 and 65535" },
        { "Smtp:Security", "ssl", "must be StartTls, Tls or None; it is 'ssl'" },
        { "Smtp:Security", "1", "must be StartTls, Tls or None; it is '1'" },
        { "Smtp:UserName", "cardea", "Cardea:Smtp:Password must be set" },
        { "Smtp:Password", "secret", "Cardea:Smtp:UserName must be set" },
        { "Smtp:From", "no address", "must be one address" },
        { "Smtp:Timeout", "00:05:01", "must be between 00:00:01 and 00:05:00" },
        { "AcessTokenLifetime", "00:05:00", "Cardea:AcessTokenLifetime is no setting: the nearest is Cardea:AccessTokenLifetime (as an environment variable Cardea__AccessTokenLifetime)" },
        { "SmtpHost", "smtp.example.org", "the nearest is Cardea:Smtp:Host (" },
        { "Smtp:Form", "x@example.org", "the nearest is Cardea:Smtp:From (" },
        { "Smtp:Hostname", "smtp.example.org", "the nearest is Cardea:Smtp:Host (" },
        { "Smtp:Host:Name", "smtp.example.org", "Cardea:Smtp:Host:Name is no setting" },
        { "KnownProxies", "127.0.0.1", "Cardea:KnownProxies is no setting" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_refused_by_its_name_and_with_the_fix(string setting, string value, string said)
    {
        var refusal = Assert.Throws<SetupException>(() => Read(($"Cardea:{setting}", value)));

        var finding = Assert.Single(refusal.Findings, finding => finding.Contains(said, StringComparison.Ordinal));
        Assert.StartsWith("Cardea:", finding, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', finding);
    }

    [Theory]
    [InlineData("CARDEA_ISSUER", "https://id.example.org", "CARDEA_ISSUER is no setting: write Cardea:Issuer (as an environment variable Cardea__Issuer).")]
    [InlineData("Cardea_Smtp_Host", "smtp.example.org", "Cardea_Smtp_Host is no setting: write Cardea:Smtp:Host (as an environment variable Cardea__Smtp__Host).")]
    [InlineData("Cardae:Issuer", "https://id.example.org", "Cardae is no section that anybody reads: write Cardea.")]
    public void A_setting_beside_the_section_is_refused(string key, string value, string said) =>
        Assert.Equal([said], Assert.Throws<SetupException>(() => Read((key, value))).Findings);

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Debug")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://localhost:8080")]
    [InlineData("AllowedHosts", "*")]
    [InlineData("Orders:Issuer", "https://id.example.org")]
    [InlineData("CARDEA_PROGRAM", "/usr/bin/cardea")]
    [InlineData("cardea:issuer", "https://id.example.org")]
    [InlineData("Cardea:Smtp:Security", "tls")]
    [InlineData("Cardea:MigrateAtStart", "False")]
    [InlineData("Cardea:ResourceApis", "")]
    [InlineData("Cardea:IdleTimeout", "23:59:59")]
    public void What_is_right_or_of_others_passes(string key, string value) => Assert.NotNull(Read((key, value)));

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(2, Assert.Throws<SetupException>(() => Read(("Cardea:Bogus", "1"), ("Cardea:RefreshGrace", "soon"))).Findings.Count);

    [Theory]
    [InlineData("MasterKey")]
    [InlineData("ResourceApis:0:Secret")]
    [InlineData("ResourceApis:0:Name")]
    [InlineData("Smtp:Password")]
    [InlineData("SmtpPassword")]
    [InlineData("MasterKye")]
    public void What_may_be_a_secret_is_not_repeated(string setting) =>
        Assert.DoesNotContain("hunter 2", Assert.Throws<SetupException>(() => Read(($"Cardea:{setting}", "hunter 2"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_setting_has_a_row() =>
        Assert.Empty(CardeaSettings.All.Select(static setting => setting.Path.Replace('#', '0')).Except(NeverWrong).Except(Wrong.Select(static row => row.Data.Item1)));

    [Fact]
    public void Every_option_is_a_setting_and_every_setting_an_option() =>
        Assert.Equal(PathsOf(typeof(CardeaOptions), "").Order(StringComparer.Ordinal), CardeaSettings.All.Select(static setting => setting.Path).Order(StringComparer.Ordinal));

    private static CardeaOptions Read(params (string Key, string? Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(static setting => setting.Key, static setting => setting.Value));
        builder.Services.AddCardea();
        using var host = builder.Build();
        return host.Services.GetRequiredService<CardeaOptions>();
    }

    private static IEnumerable<string> PathsOf(Type type, string before) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let path = before + property.Name
        let isList = property.PropertyType.IsGenericType
        let inner = isList ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType
        where property.CanWrite || isList || inner.Namespace!.StartsWith("Cardea", StringComparison.Ordinal)
        from found in inner.IsEnum || inner.Namespace == "System"
            ? [isList ? $"{path}:#" : path]
            : PathsOf(inner, isList ? $"{path}:#:" : $"{path}:")
        select found;
}
