using System.Globalization;
using Cardea.Revocation;
using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>
/// Where a reader of the feed goes on: after the last row it saw, named by its number and its session. Sequence order is
/// commit order, because a number is drawn while the write lock is held.
/// </summary>
/// <remarks>
/// When that row is not there any more, the reader gets everything again: either it was swept, and then little is left,
/// or the database file was replaced by an older one, which may have given the same numbers to other rows since.
/// </remarks>
internal readonly record struct RevocationCursor(long Sequence, SessionId SessionId)
{
    public static RevocationPage Read(PreparedConnection connection, string? text, DateTimeOffset now)
    {
        var cursor = Parse(text);
        var rows = connection.Prepare(static command => command.CommandText =
            """
            SELECT sequence, session_id, lowest_generation, expires_at FROM revocations
            WHERE sequence > coalesce((SELECT sequence FROM revocations WHERE sequence = @sequence AND session_id = @session_id), 0)
            ORDER BY sequence
            """)
            .With("@sequence", cursor.Sequence)
            .With("@session_id", cursor.SessionId)
            .Rows(static row => (Sequence: row.GetInt64(0), Revoked: new RevokedSession(row.GetSessionId(1), row.GetInt32(2), row.GetTime(3))));

        var last = rows is [.., var newest] ? new(newest.Sequence, newest.Revoked.SessionId) : cursor;
        return new([.. rows.Select(static row => row.Revoked).Where(revoked => revoked.ExpiresAt > now)], last.ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{SessionId}");

    // What is no cursor of ours begins at the beginning.
    private static RevocationCursor Parse(string? text) =>
        text?.Split('.') is [var number, var session]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && SessionId.TryParse(session, out var id)
            ? new(sequence, id)
            : default;
}
