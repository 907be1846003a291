using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cardea.Sqlite;

/// <summary>
/// A connection and its prepared statements, opened at first use. It serves one caller at a time. A caller disposes it after a
/// failure: that rolls back what was not committed, and the next caller gets a new one.
/// </summary>
internal sealed class PreparedConnection(string connectionString, Action<SqliteCommand> settings) : IDisposable
{
    private readonly Dictionary<Action<SqliteCommand>, SqliteCommand> _statements = new(ReferenceEqualityComparer.Instance);
    private SqliteConnection? _connection;

    /// <summary>The prepared statement that <paramref name="sql"/> writes: a static lambda, which is the same object each time.</summary>
    public SqliteCommand Prepare(Action<SqliteCommand> sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = Open().CreateCommand();
            sql(statement);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Begins a transaction that holds the write lock, so SQLite never has to upgrade a lock.</summary>
    /// <returns>True if the lock was free.</returns>
    public bool TryBegin()
    {
        // A command would sleep on this thread while another process holds the lock.
        var handle = Open().Handle;
        var result = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
        if (SqliteFailure.IsBusy(result))
        {
            return false;
        }

        SqliteException.ThrowExceptionForRC(result, handle);
        return true;
    }

    /// <summary>Commits the transaction. If it throws, nothing was changed.</summary>
    public void Commit()
    {
        var handle = Open().Handle;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(handle, "COMMIT"), handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>The connection itself, open.</summary>
    public SqliteConnection Open()
    {
        if (_connection is null)
        {
            _connection = new(connectionString);
            _connection.Open();
            Prepare(settings).ExecuteNonQuery();
        }

        return _connection;
    }
}
