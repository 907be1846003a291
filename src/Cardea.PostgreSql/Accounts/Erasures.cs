using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>The personal data of removed users, which goes in batches.</summary>
internal static class Erasures
{
    // A statement may take two seconds. Half of that, again and again.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // Rows that somebody has locked are looked at again; the sweep does so too.
    private const int Tries = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Notes that a user's personal data is to be erased.</summary>
    public static NpgsqlBatchCommand Add(UserId id, TimeProvider clock) =>
        new NpgsqlBatchCommand($"INSERT INTO cardea.erasures (user_id, asked_at) VALUES (@id, {Moment.Now}) ON CONFLICT (user_id) DO NOTHING")
            .With("@id", id)
            .WithNow(clock);

    /// <summary>Erases it. The note stays: the sweep looks once more, and takes it away.</summary>
    public static async Task EraseAsync(PostgreSqlDatabase database, UserId id, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= Tries;)
        {
            // By itself, and not in a transaction: it commits.
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
