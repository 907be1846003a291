using System.Text.Json.Nodes;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Audiences;

/// <summary>One server whose access tokens are for APIs of another name than its own.</summary>
public sealed class AudienceServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    /// <summary>The audience of the APIs.</summary>
    public const string Apis = "https://api.example.org";

    private readonly TStore _store = new();
    private readonly Uri _address = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
    private MailServer? _mail;
    private CardeaProcess? _process;

    /// <summary>The name of the issuer, which is the audience of tokens for the issuer.</summary>
    internal string Issuer => _address.GetLeftPart(UriPartial.Authority);

    internal CardeaProcess Server
    {
        get
        {
            _store.SkipIfMissing();
            return _process ?? throw new InvalidOperationException("The server is not running.");
        }
    }

    internal MailServer Mail
    {
        get
        {
            NodeScript.SkipIfMissing();
            return _mail ?? throw new InvalidOperationException("The mail server is not running.");
        }
    }

    internal string Directory => _store.Directory;

    private (string Name, string Value)[] Settings =>
    [
        .. _store.Settings,
        .. _mail?.Settings ?? [],
        .. FeedReader.Settings,
        ("Cardea__Issuer", Issuer),
        ("Cardea__Audience", Apis),
        ("Cardea__AccountPages", $"http://localhost:{_address.Port}/account"),
        ("Cardea__SignInByLink", "true"),
        ("Cardea__Attempts__PerNetwork", "100000"),
        ("Cardea__Attempts__PerAccount", "30"),
        ("Cardea__Passkeys__Domain", "localhost"),
        ("Cardea__Passkeys__Origins__0", $"http://localhost:{_address.Port}"),
    ];

    /// <summary>Starts a second node on the same store.</summary>
    internal Task<CardeaProcess> StartTwinAsync() => CardeaProcess.StartAsync(_store.Directory, Settings);

    /// <summary>Signs somebody up, whose token is for the APIs.</summary>
    internal Task<AuthClient> RegisterAsync() => Server.NewClient().RegisterAsync();

    /// <summary>Signs an administrator in, whose token is for the APIs. Another one stays, so this one may delete the account.</summary>
    internal async Task<AuthClient> AddAdministratorAsync()
    {
        using var stays = await RegisterAsync();
        await MakeAdministratorAsync(stays);
        var client = await RegisterAsync();
        await MakeAdministratorAsync(client);
        return await client.LoginAsync(client.Email);
    }

    private async Task MakeAdministratorAsync(AuthClient client)
    {
        await using var run = _store.Run(["users", "roles", client.Email, "--add", "admin"], ("Cardea__Issuer", Issuer));
        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
    }

    /// <summary>Gets a token for the issuer, in the same session.</summary>
    internal async Task<Tokens> RefreshForIssuerAsync(AuthClient client)
    {
        client.Keep(await Answer.ExpectAsync(200, await RefreshAsync(client, client.Tokens.Refresh, Issuer)));
        return client.Tokens;
    }

    internal static Task<HttpResponseMessage> RefreshAsync(AuthClient client, string refreshToken, string? audience) =>
        client.PostAsync("/auth/refresh-token", new JsonObject { ["refreshToken"] = refreshToken, ["audience"] = audience });

    public async ValueTask InitializeAsync()
    {
        if (_store.Missing is not null)
        {
            return;
        }

        await _store.CreateAsync();
        if (NodeScript.Missing is null)
        {
            _mail = await MailServer.StartAsync();
        }

        _process = await CardeaProcess.StartAsync(_store.Directory, _address, Settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }

        await _store.DisposeAsync();
    }
}
