using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

[assembly: AssemblyFixture(typeof(StrictServer<SqliteStore>))]
[assembly: AssemblyFixture(typeof(StrictServer<PostgreSqlStore>))]

namespace Cardea.Server.Tests.Factors;

/// <summary>One server where all users must have a second factor, and devices can be trusted.</summary>
public sealed class StrictServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    private const string Trusted = "7.00:00:00";

    private readonly TStore _store = new();
    private readonly Uri _address = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
    private MailServer? _mail;
    private CardeaProcess? _process;

    internal CardeaProcess Server
    {
        get
        {
            _store.SkipIfMissing();
            NodeScript.SkipIfMissing();
            return _process ?? throw new InvalidOperationException("The server is not running.");
        }
    }

    internal MailServer Mail => _mail ?? throw new InvalidOperationException("The mail server is not running.");

    internal AuthClient NewClient() => Server.NewClient();

    /// <summary>Signs somebody up, who adds an authenticator app to begin.</summary>
    internal async Task<(AuthClient Client, AuthenticatorApp App, string[] RecoveryCodes)> RegisterAsync()
    {
        var client = NewClient();
        var enrolment = await Enrolment.OfAsync(client, client.TryRegisterAsync(client.Email));
        var app = await enrolment.BeginAsync();
        var answer = await Answer.ExpectAsync(200, await enrolment.TryConfirmAsync(app.NextCode()));
        client.Keep(answer);
        return (client, app, [.. answer["recoveryCodes"]!.AsArray().Select(static code => (string)code!)]);
    }

    /// <summary>Starts another server on the same store, with another rule for who must have a second factor.</summary>
    internal Task<CardeaProcess> StartTwinAsync(string required, string trusted = Trusted)
    {
        _store.SkipIfMissing();
        NodeScript.SkipIfMissing();
        return CardeaProcess.StartAsync(_store.Directory, Settings(required, trusted));
    }

    /// <summary>Runs a command of the program beside the server.</summary>
    internal async Task RunAsync(params string[] arguments)
    {
        await using var run = _store.Run(arguments, ("Cardea__Issuer", _address.GetLeftPart(UriPartial.Authority)));
        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
    }

    public async ValueTask InitializeAsync()
    {
        if ((_store.Missing ?? NodeScript.Missing) is not null)
        {
            return;
        }

        await _store.CreateAsync();
        _mail = await MailServer.StartAsync();
        _process = await CardeaProcess.StartAsync(_store.Directory, _address, Settings("all", Trusted));
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

    private (string Name, string Value)[] Settings(string required, string trusted) =>
    [
        .. _store.Settings,
        .. _mail?.Settings ?? [],
        ("Cardea__Issuer", _address.GetLeftPart(UriPartial.Authority)),
        ("Cardea__RequireSecondFactor", required),
        ("Cardea__TrustedDeviceLifetime", trusted),
        ("Cardea__Attempts__PerNetwork", "100000"),
        ("Cardea__Passkeys__Domain", "localhost"),
        ("Cardea__Passkeys__Origins__0", $"http://localhost:{_address.Port}"),
    ];
}
