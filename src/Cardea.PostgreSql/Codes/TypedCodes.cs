using Cardea.Codes;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.typed_codes</c>.</summary>
internal static class TypedCodes
{
    /// <summary>Counts a code that is typed for an address. Returns no row if there were too many.</summary>
    public static NpgsqlBatchCommand Count(string address, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.typed_codes AS known (address, in_a_row, in_hour, hour_ends_at, expires_at)
        VALUES (@address, 1, 1, {Moment.Now} + interval '1 hour', {Moment.Now} + @memory)
        ON CONFLICT (address) DO UPDATE SET
            in_a_row = CASE WHEN known.expires_at <= {Moment.Now} THEN 1 ELSE known.in_a_row + 1 END,
            in_hour = CASE WHEN known.hour_ends_at <= {Moment.Now} THEN 1 ELSE known.in_hour + 1 END,
            hour_ends_at = CASE WHEN known.hour_ends_at <= {Moment.Now} THEN EXCLUDED.hour_ends_at ELSE known.hour_ends_at END,
            expires_at = EXCLUDED.expires_at
        WHERE known.expires_at <= {Moment.Now}
            OR known.in_a_row < @most_in_a_row AND (known.hour_ends_at <= {Moment.Now} OR known.in_hour < @most_in_hour)
        RETURNING in_a_row
        """)
        .WithAddress(address)
        .With("@memory", CodeLimits.TypedMemory)
        .With("@most_in_a_row", CodeLimits.TypedInARow)
        .With("@most_in_hour", CodeLimits.TypedInAnHour)
        .WithNow(clock);

    /// <summary>Returns when the next code can be typed.</summary>
    public static NpgsqlBatchCommand FindEnd(string address) => new NpgsqlBatchCommand(
        "SELECT CASE WHEN in_a_row >= @most_in_a_row THEN expires_at ELSE hour_ends_at END FROM cardea.typed_codes WHERE address = @address")
        .WithAddress(address)
        .With("@most_in_a_row", CodeLimits.TypedInARow);

    public static NpgsqlBatchCommand Forget(string address) => new NpgsqlBatchCommand(
        "DELETE FROM cardea.typed_codes WHERE address = @address")
        .WithAddress(address);

    private static NpgsqlBatchCommand WithAddress(this NpgsqlBatchCommand statement, string address) =>
        statement.With("@address", CodeHash.Of(address).Value);
}
