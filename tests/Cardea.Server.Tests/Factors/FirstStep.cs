using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>A sign-in whose second factor is due.</summary>
internal sealed class FirstStep(AuthClient client, JsonNode answer)
{
    /// <summary>Stands for what was shown so far.</summary>
    public string MfaToken { get; } = (string)answer["mfaToken"]!;

    public string[] Methods { get; } = [.. answer["methods"]!.AsArray().Select(static method => (string)method!)];

    /// <summary>What the browser takes to ask for a passkey.</summary>
    public JsonNode? Passkey { get; } = answer["passkey"];

    /// <summary>Shows the password of a user, on a device that has no tokens.</summary>
    public static Task<FirstStep> ShowPasswordAsync(AuthClient client, string? device = null) => OfAsync(client, client.TryLoginAsync(device));

    /// <summary>What asks for a second factor.</summary>
    public static async Task<FirstStep> OfAsync(AuthClient client, Task<HttpResponseMessage> asked) =>
        new(client, await Answer.ExpectProblemAsync(403, "mfa_required", await asked));

    /// <summary>Shows a code, of this sign-in or of another one.</summary>
    public Task<HttpResponseMessage> TryAsync(string code, string? mfaToken = null) =>
        client.PostAsync("/auth/mfa", new JsonObject { ["mfaToken"] = mfaToken ?? MfaToken, ["code"] = code });

    public Task<HttpResponseMessage> TryAsync(JsonNode credential) =>
        client.PostAsync("/auth/mfa", new JsonObject { ["mfaToken"] = MfaToken, ["credential"] = credential.DeepClone() });

    /// <summary>Shows a code that is right.</summary>
    public async Task<Tokens> FinishAsync(string code) => Tokens.Of(await Answer.ExpectAsync(200, await TryAsync(code)));
}
