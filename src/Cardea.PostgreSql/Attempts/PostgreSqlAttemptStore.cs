using System.Globalization;
using Cardea.Attempts;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Attempts in PostgreSQL. No commit waits for the disk: a crash of the database forgets the last few attempts.</summary>
internal sealed class PostgreSqlAttemptStore(PostgreSqlDatabase database, TimeProvider clock) : IAttemptStore
{
    public async Task<AttemptReservation> ReserveAsync(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess, CancellationToken cancellationToken)
    {
        var ends = (await database.RunAsync(
            database.Accounts,
            () => Reserve(limits, guess),
            row => Enumerable.Range(0, limits.Count + 1).Select(column => row.GetTimeOrNull(column)).ToArray(),
            cancellationToken))[0];
        for (var limit = 0; limit < limits.Count; limit++)
        {
            if (ends[limit] is null)
            {
                return await RefuseAsync(limits[limit].Key, cancellationToken);
            }
        }

        return guess is not null && ends[^1] is null
            ? await RefuseAsync(guess, cancellationToken)
            : new AttemptReservation.Reserved([.. limits.Select((limit, index) => (limit.Key, ends[index]!.Value))])
            {
                Guess = guess,
                GuessedSince = ends[^1] ?? default,
            };
    }

    public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand(
                $"""
                WITH given AS ({Guesses.GiveBack})
                UPDATE cardea.attempts SET count = count - 1
                FROM unnest(@keys, @until) AS counted (key, until)
                WHERE attempts.key = counted.key AND expires_at = until AND count > 0
                RETURNING {QuickCommit.Setting}
                """)
                .With("@keys", attempt.Counted.Select(static counted => counted.Key.Value).ToArray())
                .With("@until", attempt.Counted.Select(static counted => counted.Until).ToArray())
                .WithGuess(attempt.Guess)
                .With("@since", attempt.GuessedSince),
            cancellationToken);

    public async Task<bool> NeedsNewPasswordAsync(AttemptKey secondFactor, CancellationToken cancellationToken) =>
        await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT FROM cardea.guesses WHERE key = @key AND after_password >= @most")
                .With("@key", secondFactor.Value)
                .With("@most", GuessLimit.MostAfterPassword),
            cancellationToken) > 0;

    private NpgsqlBatchCommand Reserve(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess)
    {
        // Each step reads the one before it, so it counts only if that one has counted.
        var steps = new List<string>(limits.Count + 1);
        for (var limit = 0; limit < limits.Count; limit++)
        {
            var before = limit == 0 ? "" : Invariant($"FROM limit{limit - 1}");
            steps.Add(Invariant($"limit{limit} AS ({Count(Invariant($"SELECT @key{limit} {before}"), limit)})"));
        }

        var last = limits.Count == 0 ? "" : Invariant($"FROM limit{limits.Count - 1}");
        steps.Add($"guess AS ({Guesses.Count(last)})");
        var ends = string.Concat(Enumerable.Range(0, limits.Count).Select(static limit => Invariant($"(SELECT expires_at FROM limit{limit}), ")));
        var statement = new NpgsqlBatchCommand($"WITH {string.Join(", ", steps)} SELECT {ends}(SELECT since FROM guess), {QuickCommit.Setting}");
        for (var limit = 0; limit < limits.Count; limit++)
        {
            statement
                .With(Invariant($"@key{limit}"), limits[limit].Key.Value)
                .With(Invariant($"@most{limit}"), limits[limit].Most)
                .With(Invariant($"@window{limit}"), limits[limit].Window);
        }

        return statement.WithLimitedGuess(guess).WithNow(clock);
    }

    private static string Count(string key, int limit) =>
        Invariant($"""
        INSERT INTO cardea.attempts AS known (key, count, expires_at)
        SELECT key, 1, {Moment.Now} + @window{limit} FROM ({key}) AS counted (key)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN known.expires_at <= {Moment.Now} THEN 1 ELSE known.count + 1 END,
            expires_at = CASE WHEN known.expires_at <= {Moment.Now} THEN EXCLUDED.expires_at ELSE known.expires_at END
        WHERE known.expires_at <= {Moment.Now} OR known.count < @most{limit}
        RETURNING expires_at
        """);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task<AttemptReservation> RefuseAsync(AttemptKey key, CancellationToken cancellationToken)
    {
        var until = await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT expires_at FROM cardea.attempts WHERE key = @key").With("@key", key.Value),
            static row => row.GetTime(0),
            cancellationToken);
        return new AttemptReservation.Refused(until is [var end] ? end : clock.GetUtcNow());
    }

    private async Task<AttemptReservation> RefuseAsync(GuessLimit guess, CancellationToken cancellationToken) =>
        await database.RunAsync(database.Accounts, () => Guesses.FindEnd(guess), Guesses.ReadEnd, cancellationToken) is [var refused]
            ? refused
            : new AttemptReservation.Refused(clock.GetUtcNow());
}
