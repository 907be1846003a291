using System.Globalization;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

[assembly: AssemblyFixture(typeof(MailedServer<SqliteStore>))]
[assembly: AssemblyFixture(typeof(MailedServer<PostgreSqlStore>))]

namespace Cardea.Server.Tests.Running;

/// <summary>One server on a store whose mail comes to a mail server, for all the tests that follow what is in it.</summary>
public sealed class MailedServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    private MailServer? _mail;
    private CardeaProcess? _process;

    internal TStore Store { get; } = new();

    internal MailServer Mail
    {
        get
        {
            SkipIfMissing();
            return _mail ?? throw new InvalidOperationException("The mail server is not running.");
        }
    }

    internal CardeaProcess Server
    {
        get
        {
            SkipIfMissing();
            return _process ?? throw new InvalidOperationException("The server is not running.");
        }
    }

    /// <summary>The public address of the pages that mails link to: not the address that clients here send to.</summary>
    internal Uri Pages => new($"http://localhost:{Server.Address.Port}/account");

    internal AuthClient NewClient() => Server.NewClient();

    /// <summary>Somebody whose address is verified.</summary>
    internal async Task<AuthClient> RegisterVerifiedAsync()
    {
        var client = await NewClient().RegisterAsync();
        var mail = await Mail.NextAsync(client.Email, MailSubject.VerifyEmail);
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync(mail.Code));
        return client;
    }

    /// <summary>Runs a command of the program beside the server.</summary>
    internal async Task RunAsync(params string[] arguments)
    {
        await using var run = Store.Run(arguments);
        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
    }

    public async ValueTask InitializeAsync()
    {
        if ((Store.Missing ?? NodeScript.Missing) is not null)
        {
            return;
        }

        await Store.CreateAsync();
        _mail = await MailServer.StartAsync();
        var port = LoopbackPort.FindFree().ToString(CultureInfo.InvariantCulture);
        _process = await CardeaProcess.StartAsync(
            Store.Directory,
            new Uri($"http://127.0.0.1:{port}"),
            [
                .. Store.Settings,
                .. _mail.Settings,
                ("Cardea__Issuer", PostgreSqlStore.Issuer),
                ("Cardea__AccountPages", $"http://localhost:{port}/account"),
                ("Cardea__Attempts__PerNetwork", "100000"),
                ("Cardea__Passkeys__Domain", "localhost"),
                ("Cardea__Passkeys__Origins__0", $"http://localhost:{port}"),
            ]);
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

        await Store.DisposeAsync();
    }

    private void SkipIfMissing()
    {
        Store.SkipIfMissing();
        NodeScript.SkipIfMissing();
    }
}
