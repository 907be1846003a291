using System.Diagnostics.Metrics;
using Cardea.Accounts;
using Cardea.AspNetCore;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Links;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.SignIn;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Devices;
using Cardea.Invitations;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Statistics;
using Cardea.Tests.Audit;
using Cardea.Tests.Keys;
using Cardea.Tests.Mail;
using Cardea.Tests.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Accounts;

/// <summary>The accounts as an app registers them, over a store in memory, with hashes that cost little.</summary>
internal sealed class AccountsInProcess : IDisposable
{
    public const string GoodPassword = "correct horse battery staple";

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();
    private int _hashes;

    private AccountsInProcess(Action<IServiceCollection> addAccounts, HashingQueue? hashing = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Options)
            .AddSingleton<IAccountStore>(Store)
            .AddSingleton<IInvitationStore, NoInvitations>()
            .AddSingleton<Tally>()
            .AddSingleton<IEventStore, EventsInMemory>()
            .AddSingleton<SecurityLog>()
            .AddSingleton<IOutbox, OutboxInMemory>()
            .AddSingleton<MailTemplates>()
            .AddSingleton<Quotas>()
            .AddSingleton<MailWitness>()
            .AddRoutingCore()
            .AddSingleton<PublicAddresses>()
            .AddSingleton<Postbox>()
            .AddSingleton(new MasterKey(new byte[MasterKey.Size]))
            .AddSingleton<IKeyStore, InMemoryKeyStore>()
            .AddSingleton<KeyRing>()
            .AddSingleton<FeedOnlySessionStore>()
            .AddSingleton<ISessionStore>(static services => services.GetRequiredService<FeedOnlySessionStore>())
            .AddSingleton<IRotationStore>(static services => services.GetRequiredService<FeedOnlySessionStore>())
            .AddSingleton<IRevocationStore>(static services => services.GetRequiredService<FeedOnlySessionStore>())
            .AddSingleton<RevocationIndex>()
            .AddSingleton(static services => new RevocationFeed(services.GetRequiredService<RevocationIndex>(), services.GetRequiredService<KeyRing>()))
            .AddSingleton<StoreFeedReader>()
            .AddSingleton<SignedInSessions>()
            .AddSingleton<TokenIssuer>()
            .AddSingleton<IAttemptStore, UnlimitedAttempts>()
            .AddSingleton<ChallengedAttempts>()
            .AddSingleton<Guesses>()
            .AddSingleton<DeviceTokens>()
            .AddMetrics();
        addAccounts(services);
        if (hashing is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(hashing));
        }

        _services = services.BuildServiceProvider(validateScopes: true);
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "cardea.password.hash.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _hashes));
        _listener.Start();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CardeaOptions Options { get; } = new() { Issuer = "https://id.notebook.example", Passwords = { MemoryKiB = 64, Iterations = 1 } };

    public InMemoryAccountStore Store { get; } = new();

    public IServiceProvider Services => _services;

    /// <summary>The sessions, as other nodes leave them.</summary>
    public FeedOnlySessionStore Sessions => _services.GetRequiredService<FeedOnlySessionStore>();

    public StoreFeedReader Reader => _services.GetRequiredService<StoreFeedReader>();

    public AccountAdministration Administration => _services.GetRequiredService<AccountAdministration>();

    public Removals Removal => _services.GetRequiredService<Removals>();

    public RevocationIndex Index => _services.GetRequiredService<RevocationIndex>();

    public static AccountsInProcess OfCardea(HashingQueue? hashing = null) =>
        new(static services => services.AddOwnAccounts(), hashing);

    public static AccountsInProcess OfAnApp(AppUserStore store, HashingQueue? hashing = null) =>
        new(services => services.AddSingleton<IUserStore<AppUser>>(store).AddAppAccounts<AppUser>(), hashing);

    public Task<Registration> RegisterAsync(string? email, string? password = GoodPassword) =>
        AskAsync<Registrations, Registration>(registrations => registrations.AddAsync(email, password, invitation: null, Caller.Program("test"), TestContext.Current.CancellationToken));

    public async Task<Account?> VerifyPasswordAsync(string? email, string? password = GoodPassword)
    {
        var outcome = await AskAsync<PasswordCheck, PasswordOutcome>(
            check => check.CheckAsync(email, password, Caller.Program("test"), TestContext.Current.CancellationToken));
        return outcome is PasswordOutcome.Right(var account) ? account : null;
    }

    public Task<Account?> FindAsync(UserId id) =>
        AskAsync<IAccounts, Account?>(accounts => accounts.FindAsync(id, TestContext.Current.CancellationToken));

    public async Task<Account> RegisteredAsync(string email, string password = GoodPassword) =>
        Assert.IsType<Registration.Registered>(await RegisterAsync(email, password)).Account;

    /// <summary>How many passwords were hashed meanwhile.</summary>
    public async Task<int> CountHashesAsync(Func<Task> action)
    {
        var before = Volatile.Read(ref _hashes);
        await action();
        return Volatile.Read(ref _hashes) - before;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    // A scope per call, as a request has.
    private async Task<TResult> AskAsync<TService, TResult>(Func<TService, Task<TResult>> ask)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
