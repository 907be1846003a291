using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>What holds the passkeys of a user, in Chromium.</summary>
internal sealed class PasskeyDevice : IAsyncDisposable
{
    private const string Create =
        """
        const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(argument) })
        return credential.toJSON()
        """;

    private const string Get =
        """
        const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(argument) })
        return credential.toJSON()
        """;

    private readonly Browser _browser;
    private readonly string _authenticator;

    private readonly SemaphoreSlim _turn;

    private PasskeyDevice(Browser browser, string authenticator, SemaphoreSlim turn) =>
        (_browser, _authenticator, _turn) = (browser, authenticator, turn);

    /// <summary>Adds one to a browser.</summary>
    /// <param name="browser">The browser, whose turn it is.</param>
    /// <param name="verifiesUser">Whether it finds that the user is who it belongs to.</param>
    /// <param name="turn">Released at its end.</param>
    public static async Task<PasskeyDevice> AddAsync(Browser browser, bool verifiesUser, SemaphoreSlim turn) =>
        new(browser, await browser.AddAuthenticatorAsync(verifiesUser), turn);

    /// <summary>Makes a passkey.</summary>
    public async Task<JsonNode> CreateAsync(JsonNode options) => (await _browser.EvaluateAsync(Create, options))!;

    /// <summary>Answers with a passkey.</summary>
    public async Task<JsonNode> GetAsync(JsonNode options) => (await _browser.EvaluateAsync(Get, options))!;

    /// <summary>Answers with this passkey, whichever is asked for.</summary>
    public Task<JsonNode> GetAsync(JsonNode options, string id)
    {
        var changed = options.DeepClone();
        changed["allowCredentials"] = new JsonArray(new JsonObject { ["type"] = "public-key", ["id"] = id });
        return GetAsync(changed);
    }

    /// <summary>The one passkey that it holds, as it is now: its counter too.</summary>
    public async Task<JsonNode> CopyAsync() => Assert.Single(await _browser.CredentialsAsync(_authenticator))!;

    /// <summary>Takes in a copy.</summary>
    public Task PasteAsync(JsonNode copy) => _browser.AddCredentialAsync(_authenticator, copy);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _browser.RemoveAuthenticatorAsync(_authenticator);
        }
        finally
        {
            _turn.Release();
        }
    }
}
