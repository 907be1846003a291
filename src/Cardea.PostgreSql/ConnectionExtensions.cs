using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sends statements over a connection. Stores do not use it directly: see <see cref="PostgreSqlDatabase"/>.</summary>
internal static class ConnectionExtensions
{
    /// <summary>Runs one statement and reads its rows. Without an open transaction, the statement is a transaction of its own.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        this NpgsqlConnection connection, NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        await using var batch = NewBatch(connection, patience);
        batch.BatchCommands.Add(statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = await reader.ReadAllAsync(read, cancellationToken);

        // PostgreSQL sends the rows before it commits. Closing the reader waits for the commit, and throws if it fails.
        await reader.CloseAsync();
        return rows;
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>How many rows it returned.</returns>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, NpgsqlBatchCommand statement, CancellationToken cancellationToken)
    {
        await using var batch = NewBatch(connection, patience: null);
        batch.BatchCommands.Add(statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
        }

        await reader.CloseAsync();
        return rows;
    }

    /// <summary>Sends statements together. Without an open transaction, they are one transaction: PostgreSQL commits after the last one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="statements">The statements, in order.</param>
    /// <param name="read">Reads the results. The reader stands at the result of the first statement.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <param name="patience">How long one statement may take. Default: the connection's command timeout.</param>
    public static async Task<T> RunTogetherAsync<T>(
        this NpgsqlConnection connection,
        NpgsqlBatchCommand[] statements,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        TimeSpan? patience = null)
    {
        await using var batch = NewBatch(connection, patience);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var result = await read(reader, cancellationToken);
        await reader.CloseAsync();
        return result;
    }

    private static NpgsqlBatch NewBatch(NpgsqlConnection connection, TimeSpan? patience)
    {
        var batch = new NpgsqlBatch(connection);
        if (patience is { TotalSeconds: var seconds })
        {
            batch.Timeout = (int)seconds;
        }

        return batch;
    }
}
