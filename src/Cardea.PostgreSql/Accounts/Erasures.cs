using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Erases the personal data of removed users, in batches.</summary>
internal static class Erasures
{
    // A statement may take two seconds. A call takes half of that, and is repeated.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // Locked rows are tried again, here and by the sweep.
    private const int Tries = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Records that a user's personal data must be erased.</summary>
    public static NpgsqlBatchCommand Add(UserId id, TimeProvider clock) =>
        new NpgsqlBatchCommand($"INSERT INTO cardea.erasures (user_id, asked_at) VALUES (@id, {Moment.Now}) ON CONFLICT (user_id) DO NOTHING")
            .With("@id", id)
            .WithNow(clock);

    /// <summary>Erases the personal data. The record stays until the sweep has looked once more.</summary>
    public static async Task EraseAsync(PostgreSqlDatabase database, UserId id, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= Tries;)
        {
            // The procedure commits as it goes, so the call must not be part of a transaction.
            var turn = await database.RunAsync(
                database.Background,
                () => new NpgsqlBatchCommand("CALL cardea.erase(@id, NULL, NULL, @budget)").With("@id", id).With("@budget", Turn),
                static row => (Erased: row.GetInt64(0), IsDone: row.GetBoolean(1)),
                cancellationToken);
            if (turn is [{ IsDone: true }])
            {
                return;
            }

            var moves = turn[0].Erased > 0;
            tries = moves ? 1 : tries + 1;
            await Task.Delay(moves ? TimeSpan.Zero : Rest, TimeProvider.System, cancellationToken);
        }
    }
}
