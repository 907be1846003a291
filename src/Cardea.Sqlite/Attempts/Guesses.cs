using Cardea.Attempts;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>The wrong guesses in a row at each credential, inside a transaction.</summary>
internal static class Guesses
{
    /// <summary>Counts a guess, if its allowance has one left.</summary>
    /// <returns>When the first guess of the row was made; null if the guess is refused.</returns>
    public static DateTimeOffset? Count(PreparedConnection connection, GuessLimit guess, DateTimeOffset now)
    {
        var counted = connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO guesses (key, strangers, known_devices, after_password, asked_at, since, expires_at)
            VALUES (@guess, @strangers, @known, @after_password, @now, @now, @forgotten)
            ON CONFLICT (key) DO UPDATE SET
                strangers = @strangers + CASE WHEN expires_at <= @now THEN 0 ELSE strangers END,
                known_devices = @known + CASE WHEN expires_at <= @now THEN 0 ELSE known_devices END,
                after_password = @after_password + CASE WHEN expires_at <= @now THEN 0 ELSE after_password END,
                asked_at = CASE WHEN @strangers > 0 THEN @now ELSE asked_at END,
                since = CASE WHEN expires_at <= @now THEN @now ELSE since END,
                expires_at = CASE WHEN after_password + @after_password >= @most_after_password THEN @never ELSE @forgotten END
            WHERE expires_at <= @now
                OR CASE WHEN @strangers > 0
                    THEN strangers < @at_once OR (strangers < @most AND asked_at <= @paused)
                    ELSE known_devices < @most END
            RETURNING since
            """)
            .WithGuess(guess)
            .With("@at_once", guess.AtOnce)
            .With("@most", GuessLimit.MostInARow)
            .With("@most_after_password", GuessLimit.MostAfterPassword)
            .With("@now", now)
            .With("@paused", now - GuessLimit.Pause)
            .With("@forgotten", now + GuessLimit.Memory)
            .With("@never", DateTimeOffset.MaxValue)
            .Rows(static row => row.GetTime(0));
        return counted is [var since] ? since : null;
    }

    /// <summary>Finds out why a guess was refused.</summary>
    public static AttemptReservation.Refused Refuse(PreparedConnection connection, GuessLimit guess) =>
        connection.Prepare(static command => command.CommandText = "SELECT strangers, known_devices, asked_at FROM guesses WHERE key = @guess")
            .With("@guess", guess.Key.Value)
            .Rows(row =>
            {
                var isUsedUp = row.GetInt64(guess.Allowance == GuessAllowance.Strangers ? 0 : 1) >= GuessLimit.MostInARow;
                return new AttemptReservation.Refused(row.GetTime(2) + (isUsedUp ? GuessLimit.Memory : GuessLimit.Pause), isUsedUp);
            })[0];

    /// <summary>Gives a guess back, if it is of the same row of guesses.</summary>
    public static void GiveBack(PreparedConnection connection, GuessLimit guess, DateTimeOffset since) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE guesses SET strangers = max(0, strangers - @strangers), known_devices = max(0, known_devices - @known),
                after_password = max(0, after_password - @after_password)
            WHERE key = @guess AND since = @since
            """)
            .WithGuess(guess)
            .With("@since", since)
            .ExecuteNonQuery();

    /// <summary>Forgets the wrong guesses of an account. A demand for a new password stays until there is one.</summary>
    public static void Forget(PreparedConnection connection, GuessReset reset)
    {
        if (!reset.IsNewPassword)
        {
            Bind(connection.Prepare(static command => command.CommandText =
                "UPDATE guesses SET strangers = 0, known_devices = 0 WHERE key = @second_factor AND after_password >= @most_after_password")).ExecuteNonQuery();
        }

        Bind(connection.Prepare(static command => command.CommandText =
            """
            DELETE FROM guesses
            WHERE key = @password OR (key = @second_factor AND (@is_new_password OR after_password < @most_after_password))
            """))
            .With("@password", reset.Password?.Value)
            .With("@is_new_password", reset.IsNewPassword)
            .ExecuteNonQuery();

        SqliteCommand Bind(SqliteCommand statement) => statement
            .With("@second_factor", reset.SecondFactor?.Value)
            .With("@most_after_password", GuessLimit.MostAfterPassword);
    }

    private static SqliteCommand WithGuess(this SqliteCommand statement, GuessLimit guess) => statement
        .With("@guess", guess.Key.Value)
        .With("@strangers", guess.Allowance == GuessAllowance.Strangers ? 1 : 0)
        .With("@known", guess.Allowance == GuessAllowance.KnownDevices ? 1 : 0)
        .With("@after_password", guess is { Allowance: GuessAllowance.Strangers, IsAfterPassword: true } ? 1 : 0);
}
