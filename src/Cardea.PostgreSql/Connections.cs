using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Three kinds of connections: those that rotate, one for hints, and durable ones for everything else. Before the first opens, it
/// checks if they lead to the server, or to a pooler that lends a connection for each transaction.
/// </summary>
internal sealed partial class Connections(ConnectionSettings settings, ILogger logger) : IAsyncDisposable
{
    private const int OldestServer = 15;

    private readonly SemaphoreSlim _finding = new(1);
    private volatile NpgsqlDataSource? _rotating;
    private volatile NpgsqlDataSource? _durable;
    private volatile NpgsqlDataSource? _announcing;

    public async ValueTask<NpgsqlConnection> OpenRotatingAsync(CancellationToken cancellationToken)
    {
        if (_rotating is null)
        {
            await FindAsync(cancellationToken);
        }

        return await _rotating!.OpenConnectionAsync(cancellationToken);
    }

    public async ValueTask<NpgsqlConnection> OpenDurableAsync(CancellationToken cancellationToken)
    {
        if (_durable is null)
        {
            await FindAsync(cancellationToken);
        }

        return await _durable!.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Opens the one connection that sends hints.</summary>
    public async ValueTask<NpgsqlConnection> OpenAnnouncingAsync(CancellationToken cancellationToken)
    {
        if (_announcing is null)
        {
            await FindAsync(cancellationToken);
        }

        return await _announcing!.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Closes all idle connections.</summary>
    public void Clear()
    {
        _rotating?.Clear();
        _durable?.Clear();
        _announcing?.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _finding.Dispose();
        await (_rotating?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_durable?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_announcing?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        await _finding.WaitAsync(cancellationToken);
        try
        {
            if (_durable is null)
            {
                var isPooled = await IsPooledAsync(cancellationToken);
                _rotating = settings.Open(ConnectionSettings.RotatingConnections, isPooled);
                _announcing = settings.Open(1, isPooled);
                _durable = settings.Open(settings.PoolSize, isPooled);
            }
        }
        finally
        {
            _finding.Release();
        }
    }

    // At the start of a connection, the server names the process that serves it. A pooler names something else, because it has no
    // process for the connection.
    private async Task<bool> IsPooledAsync(CancellationToken cancellationToken)
    {
        await using var source = settings.OpenPlain();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new SetupException(
                $"PostgreSQL at {settings.Location} has version {connection.PostgreSqlVersion}, and Cardea needs {OldestServer} or newer: upgrade it.");
        }

        var (process, hasTimeout) = (await connection.RunAsync(
            new("SELECT pg_backend_pid(), current_setting('statement_timeout') <> '0'"),
            static row => (row.GetInt32(0), row.GetBoolean(1)),
            cancellationToken))[0];
        var isPooled = process != connection.ProcessID;
        if (isPooled && !hasTimeout)
        {
            LogPooler(logger, settings.Location, settings.UserName);
        }

        return isPooled;
    }

    [LoggerMessage(
        EventId = 701,
        Level = LogLevel.Warning,
        Message = "PostgreSQL is reached through a pooler at {Location}, which passes no settings on: run "
            + "ALTER ROLE \"{User}\" SET statement_timeout = '2s'; ALTER ROLE \"{User}\" SET idle_in_transaction_session_timeout = '5s'")]
    private static partial void LogPooler(ILogger logger, string location, string user);
}
