using Cardea.Attempts;

namespace Cardea.Sqlite;

/// <summary>
/// Attempts in SQLite. Commits are not synced: a power failure forgets the last few attempts, a crash of the process none.
/// </summary>
internal sealed class SqliteAttemptStore(SqliteDatabase database, TimeProvider clock) : IAttemptStore
{
    public Task<AttemptReservation> ReserveAsync(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess, CancellationToken cancellationToken) =>
        database.WriteQuicklyAsync<AttemptReservation>(
            connection =>
            {
                var now = clock.GetUtcNow();
                var counted = new List<(AttemptKey, DateTimeOffset)>(limits.Count);
                foreach (var limit in limits)
                {
                    if (Count(connection, limit, now) is not { } until)
                    {
                        return new AttemptReservation.Refused(ReadEnd(connection, limit.Key));
                    }

                    counted.Add((limit.Key, until));
                }

                if (guess is null)
                {
                    return new AttemptReservation.Reserved(counted);
                }

                return Guesses.Count(connection, guess, now) is { } since
                    ? new AttemptReservation.Reserved(counted) { Guess = guess, GuessedSince = since }
                    : Guesses.Refuse(connection, guess);
            },
            cancellationToken);

    public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken) =>
        database.WriteQuicklyAsync(
            connection =>
            {
                foreach (var (key, until) in attempt.Counted)
                {
                    connection.Prepare(static command => command.CommandText =
                        "UPDATE attempts SET count = count - 1 WHERE key = @key AND expires_at = @until AND count > 0")
                        .With("@key", key.Value)
                        .With("@until", until)
                        .ExecuteNonQuery();
                }

                if (attempt.Guess is { } guess)
                {
                    Guesses.GiveBack(connection, guess, attempt.GuessedSince);
                }

                return 0;
            },
            cancellationToken);

    public Task<bool> NeedsNewPasswordAsync(AttemptKey secondFactor, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = "SELECT 1 FROM guesses WHERE key = @key AND after_password >= @most")
                .With("@key", secondFactor.Value)
                .With("@most", GuessLimit.MostAfterPassword)
                .Rows(static _ => true) is [true],
            cancellationToken);

    private static DateTimeOffset? Count(PreparedConnection connection, AttemptLimit limit, DateTimeOffset now)
    {
        var counted = connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO attempts (key, count, expires_at) VALUES (@key, 1, @until)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN expires_at <= @now THEN 1 ELSE count + 1 END,
                expires_at = CASE WHEN expires_at <= @now THEN excluded.expires_at ELSE expires_at END
            WHERE expires_at <= @now OR count < @most
            RETURNING expires_at
            """)
            .With("@key", limit.Key.Value)
            .With("@most", limit.Most)
            .With("@now", now)
            .With("@until", now + limit.Window)
            .Rows(static row => row.GetTime(0));
        return counted is [var until] ? until : null;
    }

    private static DateTimeOffset ReadEnd(PreparedConnection connection, AttemptKey key) =>
        connection.Prepare(static command => command.CommandText = "SELECT expires_at FROM attempts WHERE key = @key")
            .With("@key", key.Value)
            .Rows(static row => row.GetTime(0))[0];
}
