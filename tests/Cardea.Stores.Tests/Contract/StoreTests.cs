using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Factors;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Stores.Tests.Contract;

/// <summary>What every topic of the contract starts from: an empty database, a clock, and one node.</summary>
public abstract class StoreTests<TDatabase> : IAsyncLifetime
    where TDatabase : TestDatabase, new()
{
    private readonly List<Node> _nodes = [];

    protected static readonly UserId Alice = new("alice");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected TDatabase Database { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(StoreProcess.Start);

    protected CardeaOptions Options { get; } = new();

    private protected RefreshTokenKey Key { get; } = StoreProcess.Key;

    protected Node Node => _nodes[0];

    public virtual async ValueTask InitializeAsync()
    {
        await Database.CreateAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a node on the database, beside those that are open.</summary>
    protected async Task<Node> OpenAsync()
    {
        var node = new Node(Database.ConnectionString, Options, Clock);
        _nodes.Add(node);
        await node.Schema.MigrateAsync(Stop);
        return node;
    }

    /// <summary>Closes every node.</summary>
    protected async Task CloseAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
    }

    /// <summary>Closes every node and opens one, perhaps with other options.</summary>
    protected async Task RestartAsync(Action<CardeaOptions>? configure = null)
    {
        await CloseAsync();
        configure?.Invoke(Options);
        await OpenAsync();
    }

    /// <summary>Adds a user with <paramref name="id"/> and an address of theirs.</summary>
    private protected async Task<CardeaUser> AddUserAsync(UserId id, params string[] roles)
    {
        var user = new CardeaUser
        {
            Id = id.Value,
            Email = $"{id}@example.org",
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
            Roles = roles,
            CreatedAt = Clock.GetUtcNow(),
        };
        Assert.True(await Node.Accounts.AddAsync(user, Stop));
        return user;
    }

    /// <summary>A session about to be stored; of a user of another store, unless there is a security stamp.</summary>
    private protected static Passkey NewPasskey(byte id) => new()
    {
        CredentialId = new[] { id },
        PublicKey = new byte[] { 9, 9 },
        Name = "Phöne",
        CreatedAt = StoreProcess.Start + TimeSpan.FromMinutes(id),
        SignCount = 1,
        Transports = ["internal", "hybrid"],
        IsUserVerified = true,
        IsBackupEligible = true,
        IsBackedUp = false,
    };

    private protected NewSession NewSession(UserId owner, string? securityStamp = null, ClientDevice? device = null, long epoch = 0)
    {
        var now = Clock.GetUtcNow();
        return Cardea.Sessions.NewSession.Of(
            Key.Begin(SessionId.Create(now + Options.SessionLifetime)),
            new(owner, now, ["pwd", "otp"], Roles: null),
            device ?? new(Name: null, "Netscape/4.0", "192.0.2.7"),
            securityStamp,
            epoch,
            SecurityEventKind.SignedIn,
            now);
    }

    /// <summary>Stores a session, and returns its first token.</summary>
    private protected async Task<RefreshToken> SignInAsync(UserId owner)
    {
        var session = NewSession(owner);
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
        return session.FirstToken;
    }

    private protected Task<RotationOutcome> RotateAsync(RefreshToken presented) => Node.Rotations.RotateAsync(presented, Stop);

    /// <summary>Presents a token, expects that outcome, and returns the successor.</summary>
    private protected async Task<RefreshToken> RotateAsync<TOutcome>(RefreshToken presented)
        where TOutcome : RotationOutcome.Continued =>
        Assert.IsType<TOutcome>(await RotateAsync(presented)).Grant.Successor!;

    /// <summary>Notes that an access token of the token's generation was accepted somewhere.</summary>
    private protected Task ReceiveAsync(RefreshToken token) =>
        Node.Rotations.RecordReceiptsAsync([new(token.SessionId, Recalls: 0, token.Generation)], Stop);

    /// <summary>How long a revocation must be kept, while no key says more.</summary>
    protected TimeSpan RevocationLife => Options.LongestAccessToken + Options.RevocationMargin;

    /// <summary>The row of the token's session.</summary>
    private protected Task<StoredSession> ReadAsync(RefreshToken token) => Database.ReadAsync(token.SessionId);

    /// <summary>Reads the whole feed, to its last page.</summary>
    private protected Task<RevocationPage> ReadFeedAsync(Node? node = null, FeedPosition? from = null) => FeedTrail.ReadAsync((node ?? Node).Revocations, from, Stop);

    /// <summary>All that the feed says: of each session what refuses the most, by session.</summary>
    private protected async Task<IReadOnlyList<RevokedSession>> ReadRevokedAsync(Node? node = null) => FeedTrail.Strongest((await ReadFeedAsync(node)).Revocations);

    private protected static void AssertSame(RefreshToken expected, RefreshToken actual) => Assert.Equal(expected.Reveal(), actual.Reveal());
}
