using Cardea.Keys;
using Cardea.Revocation;
using Npgsql;
using NpgsqlTypes;

namespace Cardea.PostgreSql;

/// <summary>
/// Reads the feed in one statement: rows, keys, snapshot and identity. After a crash or a promotion, PostgreSQL may assign
/// transaction ids again, and a cursor would miss their rows. The identity prevents that: it contains the last checkpoint, which
/// every crash recovery changes, and the timeline, which every promotion changes. If the identity differs, a reader reads
/// everything.
/// </summary>
/// <param name="showsIdentity">True if this user may read the server's control data. If not, each read has a new identity and reads everything.</param>
internal sealed class FeedStatement(bool showsIdentity)
{
    /// <summary>The number of revocations on a page of a full read.</summary>
    public const int PageSize = 10_000;

    /// <summary>True if a read continues the read before it: the identity is the same, as far as this user can see.</summary>
    public bool Continues(FeedPosition from, FeedCursor read) =>
        // Rows that existed when a full read began are on one of its pages, so its pages need no identity.
        read.Identity == from.Cursor.Identity || (!showsIdentity && from.After is not null);

    // The timeline is the first part of the log file's name. The timeline of pg_control_checkpoint() may lag behind a promotion.
    private const string Identity =
        """
        SELECT system_identifier || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.' || replace(checkpoint_lsn::text, '/', '-')
        FROM pg_control_system(), pg_control_checkpoint()
        """;

    private const string NoIdentity = "SELECT 'hidden.' || gen_random_uuid()";

    private const string Keys =
        """
        SELECT cursor, identity, NULL::uuid, NULL::integer, NULL::interval, NULL::xid8,
               id, purpose, sealed_material, created_at, active_from, longest_life, expires_at, retired_at
        FROM here CROSS JOIN (SELECT * FROM cardea.keys ORDER BY sequence) AS keys
        """;

    private const string Revoked =
        """
        SELECT cursor, identity, session_id, lowest_recalls, life, xid,
               NULL::text, NULL::smallint, NULL::bytea, NULL::timestamptz, NULL::timestamptz, NULL::interval, NULL::timestamptz, NULL::timestamptz
        FROM here
        """;

    private readonly string _here =
        $"""
        WITH here AS MATERIALIZED (
            SELECT identity, identity || '/' || pg_snapshot_xmax(snapshot) || '/' || array_to_string(ARRAY(SELECT pg_snapshot_xip(snapshot)), ',') AS cursor
            FROM (SELECT ({(showsIdentity ? Identity : NoIdentity)}) AS identity, pg_current_snapshot() AS snapshot) AS now
        )
        """;

    /// <summary>Selects what was written since a read. Returns no revocations if the identity has changed.</summary>
    public NpgsqlBatchCommand Since(FeedCursor cursor)
    {
        var statement = new NpgsqlBatchCommand(
            $"""
            {_here}
            {Revoked} LEFT JOIN cardea.revocations ON identity = @identity AND (xid >= @next OR xid = ANY (string_to_array(@open, ',')::xid8[]))
            UNION ALL {Keys}
            """)
            .With("@identity", cursor.Identity)
            .With("@open", string.Join(',', cursor.Open));
        statement.Parameters.Add(new NpgsqlParameter("@next", NpgsqlDbType.Xid8) { Value = cursor.Next });
        return statement;
    }

    /// <summary>Selects a page of all revocations, by session: those after <paramref name="after"/>.</summary>
    public NpgsqlBatchCommand Page(Guid after) => new NpgsqlBatchCommand(
        $"""
        {_here}
        {Revoked} LEFT JOIN (SELECT * FROM cardea.revocations WHERE session_id > @after ORDER BY session_id LIMIT @size) AS page ON true
        UNION ALL {Keys}
        """)
        .With("@after", after)
        .With("@size", PageSize);

    public static FeedRows Read(IReadOnlyList<FeedRow> rows) => new(
        FeedCursor.Parse(rows[0].Cursor) ?? throw new InvalidOperationException("The feed's statement makes no cursor."),
        [.. rows.Select(static row => row.Revocation).OfType<ReadRevocation>()],
        [.. rows.Select(static row => row.Key).OfType<StoredKey>()]);

    public static FeedRow ReadRow(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(2) ? null : new(new(row.GetSessionId(2), row.GetInt32(3), row.GetFieldValue<TimeSpan>(4)), row.GetFieldValue<ulong>(5)),
        row.IsDBNull(6) ? null : PostgreSqlKeyStore.Read(row, 6));

    internal readonly record struct FeedRow(string Cursor, ReadRevocation? Revocation, StoredKey? Key);

    internal sealed record FeedRows(FeedCursor Cursor, IReadOnlyList<ReadRevocation> Revocations, IReadOnlyList<StoredKey> Keys);
}
