using System.Buffers.Binary;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>The SQL condition for live sessions: not ended, before the absolute end, and not idle for too long.</summary>
internal static class LiveSession
{
    public const string Condition = "ended_at IS NULL AND id > @expired AND rotated_at > @idle";

    /// <summary>Binds the parameters of <see cref="Condition"/>.</summary>
    public static SqliteCommand WithLife(this SqliteCommand statement, DateTimeOffset now, CardeaOptions options) =>
        statement.With("@expired", LastExpired(now)).With("@idle", now - options.IdleTimeout);

    /// <summary>The highest id of a session that is past its absolute end. Ids sort by end.</summary>
    public static byte[] LastExpired(DateTimeOffset now)
    {
        var id = new byte[SessionId.Size];
        BinaryPrimitives.WriteInt64BigEndian(id, (now.ToUnixTimeMilliseconds() << 16) | 0xFFFF);
        id.AsSpan(sizeof(long)).Fill(0xFF);
        return id;
    }
}
