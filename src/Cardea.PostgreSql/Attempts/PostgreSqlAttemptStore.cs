using Cardea.Attempts;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Attempts in PostgreSQL. No commit waits for the disk: a crash of the database forgets the last few attempts.</summary>
internal sealed class PostgreSqlAttemptStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IAttemptStore
{
    public async Task<AttemptReservation> ReserveAsync(AttemptLimit first, AttemptLimit? second, CancellationToken cancellationToken)
    {
        var reserved = await database.RunAsync(
            database.Accounts,
            () => Reserve(first, second),
            static row => (First: row.GetTimeOrNull(0), Second: row.GetTimeOrNull(1)),
            cancellationToken);
        return reserved[0] switch
        {
            ({ } until, null) when second is null => new AttemptReservation.Reserved([(first.Key, until)]),
            ({ } until, { } other) => new AttemptReservation.Reserved([(first.Key, until), (second!.Key, other)]),
            (null, _) => await RefuseAsync(first.Key, cancellationToken),
            _ => await RefuseAsync(second!.Key, cancellationToken),
        };
    }

    public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand(
                $"""
                UPDATE cardea.attempts SET count = count - 1
                FROM unnest(@keys, @until) AS counted (key, until)
                WHERE attempts.key = counted.key AND expires_at = until AND count > 0
                RETURNING {QuickCommit.Setting}
                """)
                .With("@keys", attempt.Counted.Select(static counted => counted.Key.Value).ToArray())
                .With("@until", attempt.Counted.Select(static counted => counted.Until).ToArray()),
            cancellationToken);

    // The network always comes before the account, so two requests never wait for each other's rows.
    private NpgsqlBatchCommand Reserve(AttemptLimit first, AttemptLimit? second) => new NpgsqlBatchCommand(
        $"""
        WITH first AS ({Count("SELECT @first", "@first_most")}),
             second AS ({Count("SELECT @second FROM first WHERE @second IS NOT NULL", "@second_most")})
        SELECT (SELECT expires_at FROM first), (SELECT expires_at FROM second), {QuickCommit.Setting}
        """)
        .With("@first", first.Key.Value)
        .With("@first_most", first.Most)
        .With("@second", second?.Key.Value)
        .With("@second_most", second?.Most ?? 0)
        .With("@window", options.Attempts.Window)
        .WithNow(clock);

    private static string Count(string key, string most) =>
        $"""
        INSERT INTO cardea.attempts AS known (key, count, expires_at)
        SELECT key, 1, {Moment.Now} + @window FROM ({key}) AS counted (key)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN known.expires_at <= {Moment.Now} THEN 1 ELSE known.count + 1 END,
            expires_at = CASE WHEN known.expires_at <= {Moment.Now} THEN EXCLUDED.expires_at ELSE known.expires_at END
        WHERE known.expires_at <= {Moment.Now} OR known.count < {most}
        RETURNING expires_at
        """;

    private async Task<AttemptReservation> RefuseAsync(AttemptKey key, CancellationToken cancellationToken)
    {
        var until = await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT expires_at FROM cardea.attempts WHERE key = @key").With("@key", key.Value),
            static row => row.GetTime(0),
            cancellationToken);
        return new AttemptReservation.Refused(until is [var end] ? end : clock.GetUtcNow());
    }
}
