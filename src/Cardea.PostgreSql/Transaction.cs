using System.Data;
using System.Data.Common;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Runs the statements of one transaction. See <see cref="PostgreSqlDatabase.InTransactionAsync"/>.</summary>
internal sealed class Transaction(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken deadline)
{
    private bool _isUndone;

    /// <summary>Runs a step as one transaction. It commits after the step, unless the step called <see cref="Undo"/>.</summary>
    public static async Task<T> RunAsync<T>(NpgsqlConnection connection, Func<Transaction, Task<T>> step, CancellationToken deadline)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, deadline);
        var statements = new Transaction(connection, transaction, deadline);
        var result = await step(statements);
        if (!statements._isUndone)
        {
            await transaction.CommitAsync(deadline);
        }

        return result;
    }

    /// <summary>Runs one statement and reads its rows.</summary>
    public Task<IReadOnlyList<T>> RunAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> read) => connection.RunAsync(statement, read, deadline);

    /// <summary>Runs one statement.</summary>
    /// <returns>How many rows it returned.</returns>
    public Task<int> RunAsync(NpgsqlBatchCommand statement) => connection.RunAsync(statement, deadline);

    /// <summary>Runs work of others in the transaction.</summary>
    public Task RunAsync(Func<DbConnection, DbTransaction?, CancellationToken, Task> work) => work(connection, transaction, deadline);

    /// <summary>Sends statements together, in one round trip. Their results are not read.</summary>
    public Task RunTogetherAsync(IEnumerable<string> statements, TimeSpan patience) =>
        connection.RunTogetherAsync(
            [.. statements.Select(static statement => new NpgsqlBatchCommand(statement))], static (_, _) => Task.FromResult(0), deadline, patience);

    /// <summary>Rolls the transaction back when the step ends, and returns <paramref name="result"/>.</summary>
    public T Undo<T>(T result)
    {
        _isUndone = true;
        return result;
    }
}
