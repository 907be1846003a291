using Cardea.Codes;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>One-time codes, inside a transaction.</summary>
internal static class Codes
{
    private const string Columns = "hash, purpose, user_id, address, state, expires_at, session_epoch, session_id, of_known_device";

    public static StoredCode? Find(PreparedConnection connection, CodeHash hash, CodePurpose purpose, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            $"SELECT {Columns} FROM codes WHERE hash = @hash AND purpose = @purpose AND expires_at > @now")
            .WithCode(hash, purpose, now)
            .Row(Read);

    public static StoredCode? FindNewest(PreparedConnection connection, UserId owner, CodePurpose purpose, SessionId session, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT {Columns} FROM codes
            WHERE user_id = @owner AND purpose = @purpose AND session_id = @session AND expires_at > @now
            ORDER BY expires_at DESC LIMIT 1
            """)
            .With("@owner", owner)
            .With("@purpose", (int)purpose)
            .With("@session", session)
            .With("@now", now)
            .Row(Read);

    /// <summary>Counts a password that is tried with a code.</summary>
    /// <returns>False if the tries are used up, or the code is not valid.</returns>
    public static bool Try(PreparedConnection connection, StoredCode code, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            "UPDATE codes SET tries = tries + 1 WHERE hash = @hash AND purpose = @purpose AND expires_at > @now AND tries < @most")
            .WithCode(code.Hash, code.Purpose, now)
            .With("@most", CodeLimits.Passwords)
            .Changes();

    public static StoredCode? Consume(PreparedConnection connection, CodeHash hash, CodePurpose purpose, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            $"DELETE FROM codes WHERE hash = @hash AND purpose = @purpose AND expires_at > @now RETURNING {Columns}")
            .WithCode(hash, purpose, now)
            .Row(Read);

    /// <summary>Stores a code.</summary>
    /// <returns>True if the code has an owner. It gets none if its owner has as many codes as may be.</returns>
    public static bool Store(PreparedConnection connection, StoredCode code, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            INSERT INTO codes ({Columns})
            VALUES (@hash, @purpose,
                CASE WHEN (SELECT count(*) FROM codes WHERE user_id = @owner AND purpose = @purpose AND of_known_device = @of_known_device AND expires_at > @now) < @most
                    THEN @owner END,
                @address, @state, @expires_at, coalesce((SELECT session_epoch FROM users WHERE id = @owner), 0), @session, @of_known_device)
            RETURNING coalesce(user_id, '')
            """)
            .WithCode(code.Hash, code.Purpose, now)
            .With("@owner", code.Owner?.Value)
            .With("@address", code.Address)
            .With("@state", code.State)
            .With("@expires_at", code.ExpiresAt)
            .With("@session", (object?)code.Session?.ToByteArray())
            .With("@of_known_device", code.IsOfKnownDevice)
            .With("@most", CodeLimits.SideBySide)
            .Row(static row => row.GetString(0)) is { Length: > 0 };

    /// <summary>Notes an address with the code of an enrolment.</summary>
    /// <returns>False if the code is not valid, or of another user.</returns>
    public static bool Confirm(PreparedConnection connection, CodeHash hash, UserId owner, string address, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            "UPDATE codes SET address = @address WHERE hash = @hash AND purpose = @purpose AND user_id = @owner AND expires_at > @now")
            .WithCode(hash, CodePurpose.Enrolment, now)
            .With("@owner", owner)
            .With("@address", address)
            .Changes();

    /// <summary>Removes the oldest codes of the owner and purpose, so there is room for one more.</summary>
    public static void MakeRoom(PreparedConnection connection, StoredCode code) =>
        connection.Prepare(static command => command.CommandText =
            """
            DELETE FROM codes
            WHERE hash IN (SELECT hash FROM codes WHERE user_id = @owner AND purpose = @purpose ORDER BY expires_at DESC, hash LIMIT -1 OFFSET @kept)
            """)
            .With("@owner", code.Owner?.Value)
            .With("@purpose", (int)code.Purpose)
            .With("@kept", CodeLimits.SideBySide - 1)
            .ExecuteNonQuery();

    /// <summary>Voids the codes of a user.</summary>
    public static void Void(PreparedConnection connection, UserId owner, IReadOnlyList<CodePurpose> purposes)
    {
        foreach (var purpose in purposes)
        {
            connection.Prepare(static command => command.CommandText = "DELETE FROM codes WHERE user_id = @owner AND purpose = @purpose")
                .With("@owner", owner)
                .With("@purpose", (int)purpose)
                .ExecuteNonQuery();
        }
    }

    /// <summary>Stores a code with which an old address undoes a change of address.</summary>
    public static void Add(PreparedConnection connection, StoredCode code) =>
        connection.Prepare(static command => command.CommandText =
            "INSERT INTO codes (hash, purpose, user_id, address, state, expires_at) VALUES (@hash, @purpose, @owner, @address, @state, @expires_at)")
            .With("@hash", code.Hash.Value)
            .With("@purpose", (int)code.Purpose)
            .With("@owner", code.Owner?.Value)
            .With("@address", code.Address)
            .With("@state", code.State)
            .With("@expires_at", code.ExpiresAt)
            .ExecuteNonQuery();

    /// <summary>Voids the codes that undo a change of address which was made at a time or later.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="owner">The user.</param>
    /// <param name="from">The end of the code of that change.</param>
    public static void VoidUndos(PreparedConnection connection, UserId owner, DateTimeOffset from) =>
        connection.Prepare(static command => command.CommandText = "DELETE FROM codes WHERE user_id = @owner AND purpose = 10 AND expires_at >= @from")
            .With("@owner", owner)
            .With("@from", from)
            .ExecuteNonQuery();

    private static StoredCode Read(SqliteDataReader row) => new(
        new(row.GetString(0)),
        (CodePurpose)row.GetInt32(1),
        row.GetText(2) is { } owner ? new UserId(owner) : null,
        row.GetText(3),
        row.GetText(4),
        row.GetTime(5))
    {
        SessionEpoch = row.GetInt64(6),
        Session = row.IsDBNull(7) ? null : row.GetSessionId(7),
        IsOfKnownDevice = row.GetBoolean(8),
    };

    private static SqliteCommand WithCode(this SqliteCommand statement, CodeHash hash, CodePurpose purpose, DateTimeOffset now) => statement
        .With("@hash", hash.Value)
        .With("@purpose", (int)purpose)
        .With("@now", now);
}
