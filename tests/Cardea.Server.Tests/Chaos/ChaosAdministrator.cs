using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Gives users roles.</summary>
internal sealed class ChaosAdministrator(ChaosNodes nodes) : IDisposable
{
    // Well before the access token expires.
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);

    private readonly string _email = AuthClient.NewEmail();
    private readonly SemaphoreSlim _gate = new(1);
    private string? _access;
    private long _since;

    public async Task AppointAsync()
    {
        await using var run = nodes.RunProgram("users", "add", _email, "--role", "admin");
        await run.WriteLineAsync(AuthClient.Password);
        Assert.True(await run.HangUpAsync() == 0, run.Errors);
    }

    /// <summary>An access token with the role.</summary>
    public async Task<string> ProveAsync()
    {
        await _gate.WaitAsync();
        try
        {
            while (_access is null || TimeProvider.System.GetElapsedTime(_since) > Recent)
            {
                await TrySignInAsync();
                await Dice.RestAsync();
            }

            return _access;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task TrySignInAsync()
    {
        try
        {
            var credentials = new JsonObject { ["email"] = _email, ["password"] = AuthClient.Password };
            using var answer = await nodes.ClientOf(Dice.Below(ChaosNodes.Count)).PostAsJsonAsync("/auth/login", credentials);
            if (answer.IsSuccessStatusCode)
            {
                _access = Tokens.Of(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!).Access;
                _since = TimeProvider.System.GetTimestamp();
            }
        }
        catch (HttpRequestException)
        {
            // Its node was killed.
        }
    }
}
