using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>A question of the server to a passkey.</summary>
internal sealed class PasskeyQuestion(JsonNode answer)
{
    private const string SignIn = "/auth/passkeys/sign-in";

    public string Token { get; } = (string)answer["token"]!;

    /// <summary>What the browser takes.</summary>
    public JsonNode Options { get; } = answer["options"]!;

    public string Challenge => (string)Options["challenge"]!;

    /// <summary>Asks for a new passkey of whoever is signed in.</summary>
    public static async Task<PasskeyQuestion> ForNewAsync(AuthClient client) =>
        new(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/passkeys/options")));

    /// <summary>Asks for a passkey of anybody.</summary>
    public static async Task<PasskeyQuestion> ForKnownAsync(AuthClient client) =>
        new(await Answer.ExpectAsync(200, await client.PostAsync($"{SignIn}/options")));

    /// <summary>Adds a new passkey to the account of whoever is signed in.</summary>
    public static async Task<(string Id, string[] RecoveryCodes, JsonNode Credential)> AddAsync(AuthClient client, PasskeyDevice device, string? name = null, bool endOthers = false)
    {
        var question = await ForNewAsync(client);
        var credential = await device.CreateAsync(question.Options);
        var added = await Answer.ExpectAsync(201, await question.TryAddAsync(client, credential, name, endOthers));
        return ((string)added["passkey"]!["id"]!, [.. added["recoveryCodes"]!.AsArray().Select(static code => (string)code!)], credential);
    }

    public Task<HttpResponseMessage> TryAddAsync(AuthClient client, JsonNode credential, string? name = null, bool endOthers = false)
    {
        var body = Answered(credential, "name", name);
        body["endOthers"] = endOthers;
        return client.AskAsync(HttpMethod.Post, "/auth/passkeys", body);
    }

    public Task<HttpResponseMessage> TrySignInAsync(AuthClient client, JsonNode credential, string? device = null) =>
        client.PostAsync(SignIn, Answered(credential, "device", device));

    public Task<HttpResponseMessage> TryReauthenticateAsync(AuthClient client, JsonNode credential) =>
        client.AskAsync(HttpMethod.Post, "/auth/passkeys/reauthenticate", Answered(credential, "device", null));

    private JsonObject Answered(JsonNode credential, string member, string? value) =>
        new() { ["token"] = Token, ["credential"] = credential.DeepClone(), [member] = value };
}
