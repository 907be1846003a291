using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>
/// One database file, with one writer and one reader at a time. Callers take turns inside the process for speed, so that no
/// thread sleeps in SQLite. Correctness depends on SQLite's own lock, which other processes take too.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly PreparedConnection _durable;
    private readonly PreparedConnection _quick;
    private readonly PreparedConnection _reader;

    public SqliteDatabase(string connectionString)
    {
        File = new(connectionString);

        // With a write-ahead log, FULL syncs every commit, and NORMAL syncs only checkpoints: a power failure undoes the last
        // commits.
        _durable = new(File.ConnectionString, static command => command.CommandText = "PRAGMA synchronous = FULL");
        _quick = new(File.ConnectionString, static command => command.CommandText = "PRAGMA synchronous = NORMAL");
        _reader = new(File.ConnectionString, static command => command.CommandText = "PRAGMA query_only = ON");
    }

    public DatabaseFile File { get; }

    /// <summary>Reads with one statement.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read.</exception>
    public Task<T> ReadAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancellationToken) =>
        InTurnAsync(_reading, _reader, connection => Task.FromResult(work(connection)), cancellationToken);

    /// <summary>Writes in one transaction. It is durable when this method returns.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be written. Nothing has changed.</exception>
    public Task<T> WriteAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancellationToken) =>
        WriteAsync(connection => Task.FromResult(work(connection)), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{PreparedConnection, T}, CancellationToken)"/>
    public Task<T> WriteAsync<T>(Func<PreparedConnection, Task<T>> work, CancellationToken cancellationToken) =>
        InTurnAsync(_writing, _durable, work, cancellationToken);

    /// <summary>Writes in one transaction that a power failure may undo.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be written. Nothing has changed.</exception>
    public Task<T> WriteQuicklyAsync<T>(Func<PreparedConnection, T> work, CancellationToken cancellationToken) =>
        InTurnAsync(_writing, _quick, connection => Task.FromResult(work(connection)), cancellationToken);

    /// <summary>
    /// Waits for the running work, and closes the file. The last process that closes it merges the write-ahead log into it.
    /// </summary>
    public void Dispose()
    {
        _writing.Wait();
        _reading.Wait();
        _reader.Dispose();
        _quick.Dispose();
        _durable.Dispose();
        _reading.Dispose();
        _writing.Dispose();
        File.Remove();
    }

    private async Task<T> InTurnAsync<T>(
        SemaphoreSlim turn,
        PreparedConnection connection,
        Func<PreparedConnection, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var called = TimeProvider.System.GetTimestamp();
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (connection == _reader)
            {
                return await work(connection);
            }

            await BeginAsync(connection, called, cancellationToken);
            var result = await work(connection);
            connection.Commit();
            return result;
        }
        catch (SqliteException failure) when (SqliteFailure.Reason(failure) is { } reason)
        {
            connection.Dispose();
            throw new StoreUnavailableException(
                $"The database {File.Path} {reason} (SQLite result {failure.SqliteExtendedErrorCode}).", failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask BeginAsync(PreparedConnection connection, long called, CancellationToken cancellationToken)
    {
        while (!connection.TryBegin())
        {
            if (TimeProvider.System.GetElapsedTime(called) > File.Patience)
            {
                throw new StoreUnavailableException($"The database {File.Path} is locked by another process.");
            }

            // The wait takes real time, also under the clock of a test: another process usually holds the lock for less than
            // this.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }
}
