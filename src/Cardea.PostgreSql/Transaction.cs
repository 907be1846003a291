using System.Data;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements that are done all or none.</summary>
internal sealed class Transaction(NpgsqlConnection connection, CancellationToken deadline)
{
    private bool _isUndone;

    /// <summary>Runs a step as one transaction, which is committed unless the step undid it.</summary>
    public static async Task<T> RunAsync<T>(NpgsqlConnection connection, Func<Transaction, Task<T>> step, CancellationToken deadline)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, deadline);
        var statements = new Transaction(connection, deadline);
        var result = await step(statements);
        if (!statements._isUndone)
        {
            await transaction.CommitAsync(deadline);
        }

        return result;
    }

    public Task<IReadOnlyList<T>> RunAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> read) => connection.RunAsync(statement, read, deadline);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it returned.</returns>
    public async Task<int> RunAsync(NpgsqlBatchCommand statement) => (await RunAsync(statement, static _ => 0)).Count;

    /// <summary>Leaves everything as it was, and says <paramref name="result"/>.</summary>
    public T Undo<T>(T result)
    {
        _isUndone = true;
        return result;
    }
}
