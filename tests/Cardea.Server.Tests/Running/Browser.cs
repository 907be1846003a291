using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>A browser with one page, which may be given virtual authenticators. Passkeys work on http://localhost, not on 127.0.0.1.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    private readonly TemporaryDirectory _profile = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ProgramRun _run;

    private Browser() => _run = NodeScript.Start("browser.mjs", _profile.FullName, [Program ?? "chromium", _profile.FullName]);

    public static async Task<Browser> StartAsync()
    {
        NodeScript.SkipIfMissing();
        Assert.SkipUnless(Program is not null || Environment.GetEnvironmentVariable("CI") == "true", "There is no chromium here.");
        var browser = new Browser();
        try
        {
            await browser.ReadAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public Task OpenAsync(Uri address) => AskAsync(new() { ["command"] = "open", ["url"] = address.ToString() });

    /// <summary>Where the page is.</summary>
    public async Task<Uri> AddressAsync() => new((string)(await AskAsync(new() { ["command"] = "url" }))!);

    /// <summary>Runs the body of an asynchronous function in the page, and answers what it returns.</summary>
    /// <param name="script">May await, and uses what it was given as <c>argument</c>.</param>
    /// <param name="argument">What it is given.</param>
    public Task<JsonNode?> EvaluateAsync(string script, JsonNode? argument = null) =>
        AskAsync(new() { ["command"] = "evaluate", ["script"] = script, ["argument"] = argument?.DeepClone() });

    /// <summary>Clicks on what a selector finds, as soon as it is there.</summary>
    public Task ClickAsync(string selector) => AskAsync(new() { ["command"] = "click", ["selector"] = selector });

    public Task FillAsync(string selector, string value) => AskAsync(new() { ["command"] = "fill", ["selector"] = selector, ["value"] = value });

    /// <summary>The text that can be seen in what a selector finds, as soon as it is there.</summary>
    public async Task<string> TextAsync(string selector) => (string)(await AskAsync(new() { ["command"] = "text", ["selector"] = selector }))!;

    public async Task<JsonArray> CookiesAsync() => (await AskAsync(new() { ["command"] = "cookies" }))!.AsArray();

    /// <summary>Writes a picture of the page to a file.</summary>
    public Task ScreenshotAsync(string path) => AskAsync(new() { ["command"] = "screenshot", ["path"] = path });

    /// <summary>Adds an authenticator with room for passkeys, whose user is there at once; answers its id.</summary>
    /// <param name="userVerified">
    /// Whether it finds that the user is who it belongs to, as by a finger. One that has no means to do so registers passkeys where
    /// that is not required, but Chromium signs in with them only where the site names them.
    /// </param>
    public async Task<string> AddAuthenticatorAsync(bool userVerified = true)
    {
        var options = new JsonObject { ["hasUserVerification"] = userVerified, ["isUserVerified"] = userVerified };
        return (string)(await AskAsync(new() { ["command"] = "authenticator", ["options"] = options }))!;
    }

    public Task RemoveAuthenticatorAsync(string authenticator) =>
        AskAsync(new() { ["command"] = "removeAuthenticator", ["authenticatorId"] = authenticator });

    /// <summary>What an authenticator holds, with the private keys and the counters.</summary>
    public async Task<JsonArray> CredentialsAsync(string authenticator) =>
        (await AskAsync(new() { ["command"] = "credentials", ["authenticatorId"] = authenticator }))!.AsArray();

    /// <summary>Puts into an authenticator what another one held: a copy.</summary>
    public Task AddCredentialAsync(string authenticator, JsonNode credential) =>
        AskAsync(new() { ["command"] = "addCredential", ["authenticatorId"] = authenticator, ["credential"] = credential.DeepClone() });

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _run.HangUpAsync();
        }
        finally
        {
            await _run.DisposeAsync();
            _turn.Dispose();
            _profile.Dispose();
        }
    }

    private async Task<JsonNode?> AskAsync(JsonObject command)
    {
        await _turn.WaitAsync();
        try
        {
            await _run.WriteLineAsync(command.ToJsonString());
            return await ReadAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<JsonNode?> ReadAsync()
    {
        var answer = JsonNode.Parse(await _run.ReadLineAsync())!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"The browser says: {error}") : answer["value"];
    }
}
