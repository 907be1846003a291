using Npgsql;

namespace Cardea.PostgreSql;

/// <remarks>
/// A store runs its statements in one of these ways:
/// <list type="bullet">
/// <item><c>RunAsync</c> runs one statement. It is a transaction of its own.</item>
/// <item>
/// <c>InTransactionAsync</c> runs several statements in one transaction, one after the other. The code sees the answer of each,
/// and decides what comes next.
/// </item>
/// <item>
/// <c>RunTogetherAsync</c> also runs several statements in one transaction, but sends them together, in one round trip. Use it
/// where no statement depends on an earlier answer.
/// </item>
/// </list>
/// All of them take a connection from a share of the pool and give up after <see cref="Patience"/>. They try again if PostgreSQL
/// rolled back because of another transaction, so the statements are created anew for each try. Ordinary refreshes use
/// <c>RotateAsync</c> instead: one statement for many sessions, on connections that only rotate.
/// </remarks>
internal sealed partial class PostgreSqlDatabase
{
    private const int Tries = 3;

    /// <summary>Runs one statement and reads its rows.</summary>
    /// <param name="share">The share of the pool that the connection comes from.</param>
    /// <param name="statement">Creates the statement, anew for each try.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <param name="patience">How long it may take. Default: <see cref="Patience"/>.</param>
    /// <exception cref="StoreUnavailableException">The database can't answer. Nothing has changed.</exception>
    public Task<IReadOnlyList<T>> RunAsync<T>(
        PoolShare share, Func<NpgsqlBatchCommand> statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, TimeSpan? patience = null) =>
        OnConnectionAsync(share, (connection, deadline) => connection.RunAsync(statement(), read, deadline, patience), cancellationToken, patience);

    /// <summary>Runs one statement.</summary>
    /// <returns>How many rows it returned.</returns>
    /// <exception cref="StoreUnavailableException">The database can't answer. Nothing has changed.</exception>
    public Task<int> RunAsync(PoolShare share, Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken) =>
        OnConnectionAsync(share, (connection, deadline) => connection.RunAsync(statement(), deadline), cancellationToken);

    /// <summary>Runs a step. Its statements are one transaction.</summary>
    /// <exception cref="StoreUnavailableException">The database can't answer. Nothing has changed.</exception>
    public Task<T> InTransactionAsync<T>(PoolShare share, Func<Transaction, Task<T>> step, CancellationToken cancellationToken) =>
        OnConnectionAsync(share, (connection, deadline) => Transaction.RunAsync(connection, step, deadline), cancellationToken);

    /// <summary>Sends statements together, as one transaction.</summary>
    /// <param name="share">The share of the pool that the connection comes from.</param>
    /// <param name="statements">Creates the statements, anew for each try.</param>
    /// <param name="read">Reads the results. The reader stands at the result of the first statement.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <param name="patience">How long they may take. Default: <see cref="Patience"/>.</param>
    /// <exception cref="StoreUnavailableException">The database can't answer. Nothing has changed.</exception>
    public Task<T> RunTogetherAsync<T>(
        PoolShare share,
        Func<NpgsqlBatchCommand[]> statements,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        TimeSpan? patience = null) =>
        OnConnectionAsync(share, (connection, deadline) => connection.RunTogetherAsync(statements(), read, deadline, patience), cancellationToken, patience);

    /// <summary>Runs one statement that rotates many sessions, on a connection that only rotates. It does not try again.</summary>
    public async Task<IReadOnlyList<T>> RotateAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenRotatingAsync(cancellationToken);
        try
        {
            return await connection.RunAsync(statement, read, cancellationToken);
        }
        catch
        {
            connection.ForgetPrepared();
            throw;
        }
    }

    private Task<T> OnConnectionAsync<T>(
        PoolShare share, Func<NpgsqlConnection, CancellationToken, Task<T>> step, CancellationToken cancellationToken, TimeSpan? patience = null) =>
        InTimeAsync(
            async deadline =>
            {
                using var turn = await share.EnterAsync(deadline);
                for (var tries = 1; ; tries++)
                {
                    await using var connection = await _connections.OpenDurableAsync(deadline);

                    // A notice, not an error, reports a commit that no standby has confirmed.
                    var isConfirmed = true;
                    connection.Notice += (_, said) => isConfirmed &= !PostgreSqlFailure.IsUnconfirmedCommit(said.Notice);
                    T result;
                    try
                    {
                        result = await step(connection, deadline);
                    }
                    catch (Exception exception)
                    {
                        connection.ForgetPrepared();
                        if (PostgreSqlFailure.IsCollision(exception) && tries < Tries)
                        {
                            continue;
                        }

                        throw;
                    }

                    return isConfirmed
                        ? result
                        : throw new StoreUnavailableException($"The database {Settings.Location} has committed, but no synchronous standby has confirmed it.") { Unconfirmed = result };
                }
            },
            cancellationToken,
            patience);
}
