using Cardea.Revocation;
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
        { "Issuer", static options => options.Issuer = "https://other.example.org" },
        { "FindKey", static options => options.FindKey = static _ => null },
        { "Revocations", static options => options.Revocations = new RevocationIndex(TimeProvider.System) },
        { "ConfirmLive", static options => options.ConfirmLive = static _ => new(true) },
        { "NoteReceipt", static options => options.NoteReceipt = static _ => { } },
        { "Audience", static options => options.Audience = "" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_or_contradiction_is_found_at_start_and_named(string setting, Action<CardeaBearerOptions> mistake)
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

    [Fact]
    public async Task An_issuer_on_this_machine_needs_no_TLS()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        issuer.Name = "http://127.0.0.1:1";

        await using var api = await ProtectedApi.StartKnowingAsync(issuer, static options => options.Authority = "http://127.0.0.1:1");
    }
}
