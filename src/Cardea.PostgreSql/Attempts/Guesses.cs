using Cardea.Attempts;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.guesses</c>: the wrong guesses in a row at each credential.</summary>
internal static class Guesses
{
    /// <summary>Gives a guess back, if it is of the same row of guesses.</summary>
    public const string GiveBack =
        """
        UPDATE cardea.guesses SET strangers = greatest(0, strangers - @strangers), known_devices = greatest(0, known_devices - @known),
            after_password = greatest(0, after_password - @after_password)
        WHERE key = @guess AND since = @since
        """;

    /// <summary>Counts a guess, if its allowance has one left. It returns when the first guess of the row was made.</summary>
    /// <param name="from">The step that must have counted, as a FROM clause.</param>
    public static string Count(string from) =>
        $"""
        INSERT INTO cardea.guesses AS earlier (key, strangers, known_devices, after_password, asked_at, since, expires_at)
        SELECT key, @strangers, @known, @after_password, {Moment.Now}, {Moment.Now}, {Moment.Now} + @memory FROM (SELECT @guess {from}) AS guessed (key)
        WHERE key IS NOT NULL
        ON CONFLICT (key) DO UPDATE SET
            strangers = @strangers + CASE WHEN earlier.expires_at <= {Moment.Now} THEN 0 ELSE earlier.strangers END,
            known_devices = @known + CASE WHEN earlier.expires_at <= {Moment.Now} THEN 0 ELSE earlier.known_devices END,
            after_password = @after_password + CASE WHEN earlier.expires_at <= {Moment.Now} THEN 0 ELSE earlier.after_password END,
            asked_at = CASE WHEN @strangers > 0 THEN EXCLUDED.asked_at ELSE earlier.asked_at END,
            since = CASE WHEN earlier.expires_at <= {Moment.Now} THEN EXCLUDED.since ELSE earlier.since END,
            expires_at = CASE WHEN earlier.after_password + @after_password >= @most_after_password THEN 'infinity' ELSE EXCLUDED.expires_at END
        WHERE earlier.expires_at <= {Moment.Now}
            OR CASE WHEN @strangers > 0
                THEN earlier.strangers < @at_once OR (earlier.strangers < @most AND earlier.asked_at <= {Moment.Now} - @pause)
                ELSE earlier.known_devices < @most END
        RETURNING since
        """;

    /// <summary>Finds out why a guess was refused.</summary>
    public static NpgsqlBatchCommand FindEnd(GuessLimit guess) => new NpgsqlBatchCommand(
        """
        SELECT CASE WHEN is_used_up THEN least(expires_at, asked_at + @memory) ELSE asked_at + @pause END, is_used_up
        FROM (SELECT *, CASE WHEN @strangers > 0 THEN strangers ELSE known_devices END >= @most AS is_used_up FROM cardea.guesses WHERE key = @guess) AS found
        """)
        .WithGuess(guess)
        .With("@most", GuessLimit.MostInARow)
        .With("@pause", GuessLimit.Pause)
        .With("@memory", GuessLimit.Memory);

    public static AttemptReservation.Refused ReadEnd(NpgsqlDataReader row) => new(row.GetTime(0), row.GetBoolean(1));

    /// <summary>Forgets the wrong guesses of an account. A demand for a new password stays until there is one.</summary>
    /// <param name="reset">What is forgotten.</param>
    /// <param name="session">The session that must exist; null if none has to.</param>
    public static NpgsqlBatchCommand Forget(GuessReset reset, SessionId? session = null) => new NpgsqlBatchCommand(
        """
        WITH done AS (SELECT WHERE @session IS NULL OR EXISTS (SELECT FROM cardea.sessions WHERE id = @session)), demanding AS (
            UPDATE cardea.guesses SET strangers = 0, known_devices = 0 FROM done
            WHERE key = @second_factor AND after_password >= @most_after_password AND NOT @is_new_password
        )
        DELETE FROM cardea.guesses USING done
        WHERE key = @password OR (key = @second_factor AND (@is_new_password OR after_password < @most_after_password))
        """)
        .With("@password", reset.Password?.Value)
        .With("@second_factor", reset.SecondFactor?.Value)
        .With("@is_new_password", reset.IsNewPassword)
        .With("@session", session?.Value)
        .With("@most_after_password", GuessLimit.MostAfterPassword);

    /// <summary>Binds the parameters of <see cref="Count"/>; null counts no guess.</summary>
    public static NpgsqlBatchCommand WithLimitedGuess(this NpgsqlBatchCommand statement, GuessLimit? guess) => statement
        .WithGuess(guess)
        .With("@at_once", guess?.AtOnce ?? 0)
        .With("@most", GuessLimit.MostInARow)
        .With("@most_after_password", GuessLimit.MostAfterPassword)
        .With("@pause", GuessLimit.Pause)
        .With("@memory", GuessLimit.Memory);

    /// <summary>Binds the key of a guess, and how it counts.</summary>
    public static NpgsqlBatchCommand WithGuess(this NpgsqlBatchCommand statement, GuessLimit? guess) => statement
        .With("@guess", guess?.Key.Value)
        .With("@strangers", guess is { Allowance: GuessAllowance.Strangers } ? 1 : 0)
        .With("@known", guess is { Allowance: GuessAllowance.KnownDevices } ? 1 : 0)
        .With("@after_password", guess is { Allowance: GuessAllowance.Strangers, IsAfterPassword: true } ? 1 : 0);
}
