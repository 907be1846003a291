using Cardea.Codes;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>One-time codes, inside a transaction.</summary>
internal static class Codes
{
    public static StoredCode? Find(PreparedConnection connection, CodeHash hash, CodePurpose purpose, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT hash, purpose, user_id, address, state, expires_at, session_epoch FROM codes WHERE hash = @hash AND purpose = @purpose AND expires_at > @now")
            .WithCode(hash, purpose, now)
            .Row(Read);

    public static StoredCode? Consume(PreparedConnection connection, CodeHash hash, CodePurpose purpose, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            DELETE FROM codes WHERE hash = @hash AND purpose = @purpose AND expires_at > @now
            RETURNING hash, purpose, user_id, address, state, expires_at, session_epoch
            """)
            .WithCode(hash, purpose, now)
            .Row(Read);

    /// <summary>Stores a code and replaces an older one.</summary>
    public static void Store(PreparedConnection connection, StoredCode code) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO codes (hash, purpose, user_id, address, state, expires_at, session_epoch)
            VALUES (@hash, @purpose, @owner, @address, @state, @expires_at, coalesce((SELECT session_epoch FROM users WHERE id = @owner), 0))
            ON CONFLICT (user_id, purpose) DO UPDATE
            SET hash = excluded.hash, address = excluded.address, state = excluded.state, expires_at = excluded.expires_at,
                session_epoch = excluded.session_epoch
            """)
            .With("@hash", code.Hash.Value)
            .With("@purpose", (int)code.Purpose)
            .With("@owner", code.Owner?.Value)
            .With("@address", code.Address)
            .With("@state", code.State)
            .With("@expires_at", code.ExpiresAt)
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

    private static StoredCode Read(SqliteDataReader row) => new(
        new(row.GetString(0)),
        (CodePurpose)row.GetInt32(1),
        row.GetText(2) is { } owner ? new UserId(owner) : null,
        row.GetText(3),
        row.GetText(4),
        row.GetTime(5))
    {
        SessionEpoch = row.GetInt64(6),
    };

    private static SqliteCommand WithCode(this SqliteCommand statement, CodeHash hash, CodePurpose purpose, DateTimeOffset now) => statement
        .With("@hash", hash.Value)
        .With("@purpose", (int)purpose)
        .With("@now", now);
}
