using Cardea.Attempts;

namespace Cardea.Sqlite;

/// <summary>
/// Attempts in SQLite. Commits are not synced: a power failure forgets the last few attempts, a crash of the process none.
/// </summary>
internal sealed class SqliteAttemptStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IAttemptStore
{
    public Task<AttemptReservation> ReserveAsync(AttemptLimit first, AttemptLimit? second, CancellationToken cancellationToken) =>
        database.WriteQuicklyAsync<AttemptReservation>(
            connection =>
            {
                var counted = new List<(AttemptKey, DateTimeOffset)>(2);
                foreach (var limit in second is null ? [first] : (AttemptLimit[])[first, second])
                {
                    if (Count(connection, limit) is not { } until)
                    {
                        return new AttemptReservation.Refused(ReadEnd(connection, limit.Key));
                    }

                    counted.Add((limit.Key, until));
                }

                return new AttemptReservation.Reserved(counted);
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

                return 0;
            },
            cancellationToken);

    private DateTimeOffset? Count(PreparedConnection connection, AttemptLimit limit)
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
            .With("@now", clock.GetUtcNow())
            .With("@until", clock.GetUtcNow() + options.Attempts.Window)
            .Rows(static row => row.GetTime(0));
        return counted is [var until] ? until : null;
    }

    private static DateTimeOffset ReadEnd(PreparedConnection connection, AttemptKey key) =>
        connection.Prepare(static command => command.CommandText = "SELECT expires_at FROM attempts WHERE key = @key")
            .With("@key", key.Value)
            .Rows(static row => row.GetTime(0))[0];
}
