using Cardea.Revocation;
using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>
/// Writes back revocations that a process knows and the file has forgotten, because an older copy replaced it. The session's row
/// decides: a revocation that the row has seen already is not written again. Without a row, the revocation is kept for as long as
/// the process keeps it.
/// </summary>
internal static class WriteBack
{
    public static IReadOnlyList<RevokedSession> Run(
        PreparedConnection connection, IReadOnlyList<RevokedSession> known, DateTimeOffset now, CardeaOptions options)
    {
        var life = Revocations.Life(connection, options);
        var written = new List<RevokedSession>();
        foreach (var revoked in known)
        {
            if (Update(connection, revoked, now))
            {
                written.Add(revoked with { Life = life });
            }
            else if (revoked.Life > TimeSpan.Zero && revoked.SessionId.AbsoluteEnd > now && IsUnheardOf(connection, revoked))
            {
                written.Add(revoked);
            }
        }

        written.ForEach(revoked => Revocations.Add(connection, revoked, now));
        return written;
    }

    private static bool Update(PreparedConnection connection, RevokedSession revoked, DateTimeOffset now) => revoked.IsEnd
        ? connection.Prepare(static command => command.CommandText =
            "UPDATE sessions SET ended_at = @now, end_reason = @reason WHERE id = @id AND ended_at IS NULL")
            .With("@id", revoked.SessionId)
            .With("@now", now)
            .With("@reason", (int)EndReason.WrittenBack)
            .Changes()
        : connection.Prepare(static command => command.CommandText =
            "UPDATE sessions SET recalls = @recalls WHERE id = @id AND ended_at IS NULL AND recalls < @recalls")
            .With("@id", revoked.SessionId)
            .With("@recalls", revoked.LowestRecalls)
            .Changes();

    private static bool IsUnheardOf(PreparedConnection connection, RevokedSession revoked) =>
        connection.Prepare(static command => command.CommandText =
            """
            SELECT 1 FROM sessions WHERE id = @id
            UNION ALL SELECT 1 FROM revocations WHERE session_id = @id AND lowest_recalls >= @lowest_recalls
            LIMIT 1
            """)
            .With("@id", revoked.SessionId)
            .With("@lowest_recalls", revoked.LowestRecalls)
            .Rows(static _ => true) is [];
}
