using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests;

/// <summary>What the README prints works as printed, and so does the sample.</summary>
public sealed partial class NewcomerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task The_quick_start_works_as_printed_and_again()
    {
        await using var server = await CardeaProcess.StartAsync(_directory.FullName);
        var script = QuickStart().Match(await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken)).Groups["script"].Value;
        Assert.Contains("http://localhost:8080", script, StringComparison.Ordinal);

        script = script.Replace("http://localhost:8080", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

        // Whoever tries it again sees the same.
        await AssertWorksAsync(script);
        await AssertWorksAsync(script);
    }

    [Fact]
    public async Task The_notes_sample_protects_its_notes()
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        await using var run = new ProgramRun(
            Repository.Program("samples", "NotesApi", "NotesApi"),
            ["--urls", address.ToString()],
            _directory.FullName,
            [new("ASPNETCORE_ENVIRONMENT", "Development")]);
        using var client = new AuthClient(address);
        await UntilItListensAsync(client, run);

        await Answer.ExpectProblemAsync(401, "missing_token", await client.SendAsync(HttpMethod.Get, "/notes"));
        await client.RegisterAsync();
        await Answer.ExpectStatusAsync(201, await client.PostAsync("/notes", new System.Text.Json.Nodes.JsonObject { ["text"] = "remember" }, client.Tokens.Access));
        Assert.Equal("remember", (string?)(await Answer.ExpectAsync(200, await client.GetAsync("/notes")))[0]);

        using var stranger = await new AuthClient(address).RegisterAsync();
        Assert.Empty((await Answer.ExpectAsync(200, await stranger.GetAsync("/notes"))).AsArray());

        await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/notes"));
    }

    public void Dispose() => _directory.Dispose();

    private async Task AssertWorksAsync(string script)
    {
        await using var run = new ProgramRun("bash", ["-euc", script], _directory.FullName, []);

        Assert.True(await run.ExitAsync() == 0, run.Errors);
        var lines = run.Output.Split('\n');
        Assert.Contains("\"accessToken\"", lines[0], StringComparison.Ordinal);
        Assert.Matches("ada-[0-9]+@example.org", lines[1]);
        Assert.Contains("\"phone\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(["phone: 401", "laptop: 200"], lines[3..]);
    }

    private static async Task UntilItListensAsync(AuthClient client, ProgramRun run)
    {
        while (!run.HasExited)
        {
            try
            {
                using var answer = await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            }
        }

        Assert.Fail(run.Output + run.Errors);
    }

    [GeneratedRegex(@"<!-- quick start[^>]*-->\s*```sh\n(?<script>.*?)```", RegexOptions.Singleline)]
    private static partial Regex QuickStart();
}
