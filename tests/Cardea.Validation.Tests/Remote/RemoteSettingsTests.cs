using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

public sealed class RemoteSettingsTests
{
    public static TheoryData<string, Action<CardeaBearerOptions>> Mistakes => new()
    {
        { "Authority", static options => options.Authority = "" },
        { "Authority", static options => options.Authority = "id.example.org" },
        { "Authority", static options => options.Authority = "https://id.example.org/" },
        { "Authority", static options => options.Authority = "https://id.example.org?x=1" },
        { "Authority", static options => options.Authority = "https://user@id.example.org" },
        { "Authority", static options => options.Authority = "ftp://id.example.org" },
        { "Authority", static options => options.Authority = "http://id.example.org" },
        { "Api", static options => options.Api = "" },
        { "Api", static options => options.Api = "or:ders" },
        { "Secret", static options => options.Secret = "" },
        { "StalenessBound", static options => options.StalenessBound = TimeSpan.FromSeconds(2) },
        { "StalenessBound", static options => options.StalenessBound = TimeSpan.FromMinutes(6) },
        { "Audience", static options => options.Audience = "" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_is_found_at_start_and_named(string setting, Action<CardeaBearerOptions> mistake)
    {
        await using var issuer = await FakeIssuer.StartAsync();

        var exception = await Assert.ThrowsAsync<SetupException>(() => ProtectedApi.StartAsync(issuer, mistake));

        Assert.StartsWith($"CardeaBearerOptions.{setting} must ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeIssuer.Secret, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_said_in_the_log_and_not_shown_there()
    {
        const string wrong = "not the secret of anybody";
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartAsync(issuer, static options => options.Secret = wrong, log);

        await Eventually.TrueAsync(() => log.Events.Contains(603));

        Assert.Contains(log.Lines, static line => line.Contains("does not know the API 'orders' by its secret", StringComparison.Ordinal));
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"orders:{wrong}"));
        Assert.DoesNotContain(log.Lines, line => line.Contains(wrong, StringComparison.Ordinal) || line.Contains(encoded, StringComparison.Ordinal));
        Assert.False(api.Believed.IsKnown);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task An_authority_that_is_no_issuer_is_said_in_the_log(int status)
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Instead = Microsoft.AspNetCore.Http.Results.Text("Hello", statusCode: status);
        await using var api = await ProtectedApi.StartAsync(issuer, logs: log);

        await Eventually.TrueAsync(() => log.Events.Contains(611));

        Assert.Contains(log.Lines, static line => line.Contains("Authority must be the address of a Cardea issuer", StringComparison.Ordinal));
        Assert.False(api.Believed.IsKnown);
    }

    [Theory]
    [InlineData("https://id.example.com")]
    [InlineData("https://id.example.org/")]
    [InlineData("https://ID.example.org")]
    public async Task An_issuer_that_calls_itself_otherwise_is_not_believed_and_said_in_the_log_once(string name)
    {
        using var log = new RecordedLog();
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, logs: log);
        var (header, claims) = (issuer.Issuer.Header(), Forgery.Claims(("iss", $"\"{name}\"")));
        var signed = issuer.Issuer.Sign(header, claims);

        // Anybody can write a name into a token. Only the issuer can sign it.
        Assert.False(await api.AcceptsAsync($"{signed[..^8]}AAAAAAAA"));
        Assert.DoesNotContain(612, log.Events);
        Assert.False(await api.AcceptsAsync(signed));
        Assert.False(await api.AcceptsAsync(signed));

        Assert.Single(log.Events, static id => id == 612);
        Assert.Contains(log.Lines, line => line.Contains($"names the issuer '{name}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_issuer_on_this_machine_needs_no_TLS()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var api = await ProtectedApi.StartKnowingAsync(issuer, static options => options.Authority = "http://127.0.0.1:1");
    }
}
