using Cardea.Codes;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Codes that were typed for an address, inside a transaction.</summary>
internal static class TypedCodes
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Counts a code that is typed for an address.</summary>
    /// <returns>False if there were too many.</returns>
    public static bool Count(PreparedConnection connection, string address, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO typed_codes (address, in_a_row, in_hour, hour_ends_at, expires_at) VALUES (@address, 1, 1, @hour_ends_at, @expires_at)
            ON CONFLICT (address) DO UPDATE SET
                in_a_row = CASE WHEN expires_at <= @now THEN 1 ELSE in_a_row + 1 END,
                in_hour = CASE WHEN hour_ends_at <= @now THEN 1 ELSE in_hour + 1 END,
                hour_ends_at = CASE WHEN hour_ends_at <= @now THEN excluded.hour_ends_at ELSE hour_ends_at END,
                expires_at = excluded.expires_at
            WHERE expires_at <= @now OR in_a_row < @most_in_a_row AND (hour_ends_at <= @now OR in_hour < @most_in_hour)
            """)
            .WithAddress(address)
            .With("@hour_ends_at", now + Hour)
            .With("@expires_at", now + CodeLimits.TypedMemory)
            .With("@now", now)
            .With("@most_in_a_row", CodeLimits.TypedInARow)
            .With("@most_in_hour", CodeLimits.TypedInAnHour)
            .Changes();

    /// <summary>Returns when the next code can be typed.</summary>
    public static DateTimeOffset FindEnd(PreparedConnection connection, string address) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT CASE WHEN in_a_row >= @most_in_a_row THEN expires_at ELSE hour_ends_at END FROM typed_codes WHERE address = @address")
            .WithAddress(address)
            .With("@most_in_a_row", CodeLimits.TypedInARow)
            .Rows(static row => row.GetTime(0))[0];

    public static bool Forget(PreparedConnection connection, string address) =>
        connection.Prepare(static command => command.CommandText = "DELETE FROM typed_codes WHERE address = @address").WithAddress(address).Changes();

    private static SqliteCommand WithAddress(this SqliteCommand statement, string address) =>
        statement.With("@address", CodeHash.Of(address).Value);
}
