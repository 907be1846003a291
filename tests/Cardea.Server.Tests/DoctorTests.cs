using System.Text.Json.Nodes;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The doctor names what is wrong with an installation, and how to mend it.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private StandInProvider? _provider;

    private StandInProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _provider = await StandInProvider.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_provider_that_works_is_well_and_the_address_to_register_is_printed()
    {
        var findings = await ExamineAsync(0, Provider.Issuer);

        Assert.All(findings, static finding => Assert.Equal(("ok", null), ((string?)finding["status"], (string?)finding["fix"])));
        Assert.Equal(
            ["settings", "providers.work.return-address", "providers.work.metadata", "providers.work.algorithms", "providers.work.keys"],
            findings.Select(static finding => (string)finding["check"]!));
        Assert.EndsWith("https://id.example.org/auth/external/work/callback", (string)findings[1]["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_can_not_be_reached_is_an_error() =>
        await FailsAsync("providers.work.metadata", "can't be reached", "firewall", "http://127.0.0.1:9");

    [Fact]
    public async Task An_address_without_metadata_is_an_error() =>
        await FailsAsync("providers.work.metadata", "answers 404", "Correct Cardea:Providers:work:Issuer", $"{Provider.Issuer}/realm");

    [Fact]
    public async Task Another_issuer_than_that_of_the_metadata_is_an_error_that_names_it() =>
        await FailsAsync(
            "providers.work.metadata", $"names the issuer '{Provider.Issuer}'", $"Set Cardea:Providers:work:Issuer to {Provider.Issuer}", Provider.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    [Fact]
    public async Task Signatures_that_nobody_may_trust_are_an_error()
    {
        Provider.Algorithms = ["HS256", "none"];

        await FailsAsync("providers.work.algorithms", "signs only with HS256, none", "RS256", Provider.Issuer);
    }

    [Fact]
    public async Task A_provider_without_a_key_is_an_error()
    {
        Provider.IsKeyless = true;

        await FailsAsync("providers.work.keys", "has no key", "Ask the provider", Provider.Issuer);
    }

    [Fact]
    public async Task Keys_of_another_kind_than_the_algorithms_are_an_error()
    {
        Provider.Algorithms = ["ES256"];

        await FailsAsync("providers.work.keys", "has no key for these algorithms", "Ask the provider", Provider.Issuer);
    }

    [Fact]
    public async Task Wrong_settings_are_an_error_that_names_them() =>
        await FailsAsync("settings", "Cardea:Providers:work:Issuer must be the issuer", "configuration.md", "http://id.example.org");

    [Fact]
    public async Task Without_providers_there_is_nothing_to_mend()
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["doctor"]);

        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        Assert.Equal(["ok       settings: The settings are valid.", "ok       providers: No provider is set up."], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // One finding is an error. The text has the same in one line.
    private async Task FailsAsync(string check, string message, string fix, string issuer)
    {
        var error = Assert.Single(await ExamineAsync(1, issuer), static finding => (string?)finding["status"] == "error");

        Assert.Equal(check, (string?)error["check"]);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
        Assert.Contains(fix, (string)error["fix"]!, StringComparison.Ordinal);
        await using var run = CardeaProcess.Run(_directory.FullName, ["doctor"], Settings(issuer));
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains($"error    {check}: {(string)error["message"]!} {(string)error["fix"]!}", run.Output.Split('\n'));
    }

    private async Task<JsonNode[]> ExamineAsync(int exitCode, string issuer)
    {
        await using var run = CardeaProcess.Run(_directory.FullName, ["doctor", "--json"], Settings(issuer));

        Assert.True(await run.ExitAsync() == exitCode, run.Output + run.Errors);
        return [.. JsonNode.Parse(run.Output)!.AsArray().Select(static finding => finding!)];
    }

    private static (string Name, string Value)[] Settings(string issuer) =>
    [
        ("Cardea__Issuer", "https://id.example.org"),
        ("Cardea__Providers__work__Issuer", issuer),
        ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
        ("Cardea__Providers__work__ClientSecret", "secret"),
    ];
}
