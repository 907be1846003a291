using System.Text.RegularExpressions;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

[assembly: AssemblyFixture(typeof(ProviderServer<SqliteStore>))]
[assembly: AssemblyFixture(typeof(ProviderServer<PostgreSqlStore>))]

namespace Cardea.Server.Tests.External;

/// <summary>One server with three providers: one that proves addresses, one that does not, and one that links at once.</summary>
public sealed partial class ProviderServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    public const string ReturnUrl = "http://127.0.0.1:7777/signed-in";
    public const string AppUrl = "com.example.app:/signed-in";

    private readonly TStore _store = new();
    private readonly Uri _address = new($"http://127.0.0.1:{LoopbackPort.FindFree()}");
    private StandInProvider? _trusted;
    private StandInProvider? _other;
    private StandInProvider? _automatic;
    private CardeaProcess? _process;

    internal CardeaProcess Server
    {
        get
        {
            _store.SkipIfMissing();
            return _process!;
        }
    }

    /// <summary>The provider <c>work</c>, whose addresses count as proved.</summary>
    internal StandInProvider Trusted => _trusted!;

    /// <summary>The provider <c>other</c>, whose addresses do not.</summary>
    internal StandInProvider Other => _other!;

    /// <summary>The provider <c>auto</c>, which links at once.</summary>
    internal StandInProvider Automatic => _automatic!;

    private (string Name, string Value)[] Settings =>
    [
        .. _store.Settings,
        ("Cardea__Issuer", _address.GetLeftPart(UriPartial.Authority)),
        ("Cardea__Attempts__PerNetwork", "100000"),
        ("Cardea__SignInByLink", "false"),
        ("Cardea__Passkeys__Domain", "localhost"),
        ("Cardea__Passkeys__Origins__0", $"http://localhost:{_address.Port}"),
        ("Cardea__ReturnUrls__0", ReturnUrl),
        ("Cardea__ReturnUrls__1", AppUrl),
        ("Cardea__AllowCustomSchemes", "true"),
        .. FeedReader.Settings,
        .. Provider("work", _trusted!),
        ("Cardea__Providers__work__TrustsEmail", "true"),
        ("Cardea__Providers__work__DisplayName", "Work & Co"),
        ("Cardea__Providers__work__NativeClientIds__0", StandInProvider.NativeClientId),
        .. Provider("other", _other!),
        .. Provider("auto", _automatic!),
        ("Cardea__Providers__auto__TrustsEmail", "true"),
        ("Cardea__Providers__auto__Link", "Automatic"),
    ];

    /// <summary>Starts a second node on the same store.</summary>
    internal Task<CardeaProcess> StartTwinAsync() => CardeaProcess.StartAsync(_store.Directory, Settings);

    internal AuthClient NewClient() => Server.NewClient();

    /// <summary>An app in a browser of its own.</summary>
    internal AppBrowser NewBrowser(StandInProvider provider) => new(Server.Address, provider, NameOf(provider));

    /// <summary>A browser whose session is in cookies.</summary>
    internal PageBrowser NewPage(StandInProvider provider) => new(Server.Address, provider, NameOf(provider));

    /// <summary>Somebody whose address is verified.</summary>
    internal async Task<AuthClient> RegisterVerifiedAsync()
    {
        var client = await NewClient().RegisterAsync();
        await Answer.ExpectAsync(204, await client.TypeCodeAsync(await CodeOfAsync(client.Email)));
        return client;
    }

    /// <summary>The eight digits of the newest mail to an address that has some.</summary>
    internal async Task<string> CodeOfAsync(string address) => (await FindMailAsync(address, Digits())).Value.Trim();

    /// <summary>The code in the link of the newest mail to an address that has one.</summary>
    internal async Task<string> LinkOfAsync(string address) => (await FindMailAsync(address, Link())).Groups[1].Value;

    /// <summary>Waits for a mail to an address with a subject that begins so.</summary>
    internal Task WaitForMailAsync(string address, string subject) => FindMailAsync(address, new($"(?m)^Subject: {Regex.Escape(subject)}"));

    /// <summary>How many mails to an address have a subject that begins so.</summary>
    internal int CountMails(string address, string subject) =>
        Mails().Select(static mail => File.ReadAllText(mail.FullName)).Count(text => text.Contains($"To: {address}", StringComparison.OrdinalIgnoreCase) && text.Contains($"Subject: {subject}", StringComparison.Ordinal));

    private async Task<Match> FindMailAsync(string address, Regex text)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            foreach (var mail in Mails())
            {
                var written = await File.ReadAllTextAsync(mail.FullName);
                if (written.Contains(address, StringComparison.OrdinalIgnoreCase) && text.Match(written) is { Success: true } match)
                {
                    return match;
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"There is no mail to {address} with {text}.");
    }

    private FileInfo[] Mails()
    {
        var outbox = new DirectoryInfo(Path.Combine(_store.Directory, "data", "outbox"));
        return outbox.Exists ? [.. outbox.GetFiles("*.eml").OrderByDescending(static file => file.LastWriteTimeUtc).ThenByDescending(static file => file.Name, StringComparer.Ordinal)] : [];
    }

    public async ValueTask InitializeAsync()
    {
        if (_store.Missing is not null)
        {
            return;
        }

        await _store.CreateAsync();
        _trusted = await StandInProvider.StartAsync();
        _other = await StandInProvider.StartAsync();
        _automatic = await StandInProvider.StartAsync();
        _process = await CardeaProcess.StartAsync(_store.Directory, _address, Settings);
    }

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable?[] all = [_process, _trusted, _other, _automatic];
        foreach (var one in all.OfType<IAsyncDisposable>())
        {
            await one.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private string NameOf(StandInProvider provider) => provider == _trusted ? "work" : provider == _other ? "other" : "auto";

    private static IEnumerable<(string Name, string Value)> Provider(string name, StandInProvider provider) =>
    [
        ($"Cardea__Providers__{name}__Issuer", provider.Issuer),
        ($"Cardea__Providers__{name}__ClientId", StandInProvider.ClientId),
        ($"Cardea__Providers__{name}__ClientSecret", "secret"),
    ];

    [GeneratedRegex(@"(?m)^[0-9]{8}\r?$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"#token=([A-Za-z0-9_-]+)")]
    private static partial Regex Link();
}
