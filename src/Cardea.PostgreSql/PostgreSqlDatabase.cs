using Cardea.Tokens;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// One database, by two kinds of connections: those that rotate, and durable ones for everything else, shared out to the
/// kinds of requests. Nobody waits for more than three seconds; whoever does not get an answer is told so.
/// </summary>
internal sealed partial class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>How long a step may take, the wait for a connection included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Connections _connections;
    private readonly NpgsqlDataSource _direct;
    private readonly ILogger _logger;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="directConnectionString">How to reach it without a pooler in between; <see langword="null"/> where there is none.</param>
    /// <param name="logger">Is told of a pooler, and of what must never happen.</param>
    public PostgreSqlDatabase(string connectionString, string? directConnectionString, ILogger logger)
    {
        Settings = new(connectionString);
        _logger = logger;
        _connections = new(Settings, logger);
        _direct = (directConnectionString is null ? Settings : ReadDirect(directConnectionString)).OpenListening();
        Rotations = new(Settings.PoolSize / 4);
        Accounts = new(Settings.PoolSize / 4);
        Sessions = new(Settings.PoolSize / 4);
        Background = new(Settings.PoolSize / 4);
    }

    public ConnectionSettings Settings { get; }

    /// <summary>For refresh tokens that need a closer look: repeated, replayed, lost, or inspected. The ordinary rotation has its own connections.</summary>
    public PoolShare Rotations { get; }

    /// <summary>For accounts: to find and change them, to sign in, and for codes and attempts.</summary>
    public PoolShare Accounts { get; }

    /// <summary>For the sessions that exist: to list, rename, recall and end them, and to read events.</summary>
    public PoolShare Sessions { get; }

    /// <summary>For work that no request waits for: receipts, the feed, keys, mail, sweeping.</summary>
    public PoolShare Background { get; }

    /// <summary>Opens a durable connection outside all shares, for the migration.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _connections.OpenDurableAsync(cancellationToken);

    /// <summary>Opens a durable connection outside all shares, for hints: they wait for nobody, and nobody waits for them.</summary>
    public ValueTask<NpgsqlConnection> OpenAnnouncingAsync(CancellationToken cancellationToken) => _connections.OpenAnnouncingAsync(cancellationToken);

    /// <summary>Opens a connection that belongs to no pool, for listening.</summary>
    public ValueTask<NpgsqlConnection> OpenDirectAsync(CancellationToken cancellationToken) => _direct.OpenConnectionAsync(cancellationToken);

    /// <summary>Gives a step as long as <paramref name="patience"/>, else <see cref="Patience"/>, and says what failed in words that hold no secret.</summary>
    /// <exception cref="StoreUnavailableException">The database can't say; nothing has changed.</exception>
    public async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience ?? Patience);
        try
        {
            return await step(deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable("took too long", exception);
        }
        catch (InvalidOperationException exception) when (deadline.IsCancellationRequested)
        {
            // The driver disposes of a connection that breaks during a cancellation. The step that used it then gets this exception.
            throw Unavailable("took too long", exception);
        }
        catch (Exception exception) when (PostgreSqlFailure.Reason(exception) is { } reason)
        {
            if (PostgreSqlFailure.IsOfConnection(exception))
            {
                // After a restart or a failover none of those kept is good: the next caller gets a new one.
                _connections.Clear();
            }

            throw Unavailable(reason, exception);
        }
    }

    public StoreUnavailableException Unavailable(string reason, Exception? exception = null) =>
        new($"The database {Settings.Location} {reason}.", exception!);

    public void LogCrossedSessions(SessionId asked, SessionId answered) => LogCrossed(_logger, asked, answered);

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _direct.DisposeAsync();
        Rotations.Dispose();
        Accounts.Dispose();
        Sessions.Dispose();
        Background.Dispose();
    }

    [LoggerMessage(EventId = 702, Level = LogLevel.Error, Message = "A statement that was asked about session {Asked} answered for session {Answered}; nobody was given that answer")]
    private static partial void LogCrossed(ILogger logger, SessionId asked, SessionId answered);

    private static ConnectionSettings ReadDirect(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (SetupException exception)
        {
            throw new SetupException(exception.Message.Replace("ConnectionStrings:Cardea", "ConnectionStrings:CardeaDirect", StringComparison.Ordinal), exception);
        }
    }
}
