using Cardea.Tokens;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// One database and its connections: some only rotate, and the kinds of requests share the durable others. No caller waits for
/// more than three seconds. A caller without an answer gets an exception.
/// </summary>
internal sealed partial class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>How long a step may take, including the wait for a connection.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Connections _connections;
    private readonly NpgsqlDataSource _direct;
    private readonly ILogger _logger;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="connectionString">The connection string of the database.</param>
    /// <param name="directConnectionString">The connection string without a pooler in between; <see langword="null"/> if there is no pooler.</param>
    /// <param name="logger">Logs that there is a pooler, and errors that must never happen.</param>
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

    /// <summary>
    /// For refresh tokens that need a closer look: repeated, replayed, lost or inspected. Ordinary rotations have their own
    /// connections.
    /// </summary>
    public PoolShare Rotations { get; }

    /// <summary>For sign-in, and for everything about accounts: look-ups, changes, codes, attempts.</summary>
    public PoolShare Accounts { get; }

    /// <summary>For existing sessions (list, rename, recall, end), and for reading events.</summary>
    public PoolShare Sessions { get; }

    /// <summary>For work that no request waits for: receipts, the feed, keys, mail, sweeping, imports.</summary>
    public PoolShare Background { get; }

    /// <summary>Opens a durable connection outside all shares, for the migration.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _connections.OpenDurableAsync(cancellationToken);

    /// <summary>Opens the connection for hints, outside all shares. No other work waits for it.</summary>
    public ValueTask<NpgsqlConnection> OpenAnnouncingAsync(CancellationToken cancellationToken) => _connections.OpenAnnouncingAsync(cancellationToken);

    /// <summary>Opens a connection outside the pool, for listening.</summary>
    public ValueTask<NpgsqlConnection> OpenDirectAsync(CancellationToken cancellationToken) => _direct.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Runs a step within <paramref name="patience"/> (default <see cref="Patience"/>). A failure says what is wrong, without
    /// secrets.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database can't answer. Nothing has changed.</exception>
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
            // The driver disposes a connection that breaks during a cancellation. The step that used it then gets this exception.
            throw Unavailable("took too long", exception);
        }
        catch (Exception exception) when (PostgreSqlFailure.Reason(exception) is { } reason)
        {
            if (PostgreSqlFailure.IsOfConnection(exception))
            {
                // After a restart or a failover, all idle connections are broken. The next caller opens a new one.
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

    [LoggerMessage(EventId = 702, Level = LogLevel.Error, Message = "A statement that was asked about session {Asked} answered for session {Answered}; no client got that answer")]
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
