using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cardea.Sqlite;

/// <summary>
/// A connection and its prepared statements, opened when first needed. For one caller at a time, who disposes of it when
/// anything fails: what was not committed is rolled back, and the next caller gets a fresh one.
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

    /// <summary>Begins a transaction that holds the write lock, so that it never needs to be upgraded.</summary>
    /// <returns>Whether the lock was free.</returns>
    public bool TryBegin()
    {
        // Not by a command, which would sleep on this thread while the lock is taken.
        var handle = Open().Handle;
        var result = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
        if (SqliteFailure.IsBusy(result))
        {
            return false;
        }

        SqliteException.ThrowExceptionForRC(result, handle);
        return true;
    }

    /// <summary>Commits the transaction. When it throws, nothing was changed.</summary>
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

    private SqliteConnection Open()
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
