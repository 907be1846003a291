using System.Globalization;
using Cardea.Revocation;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Where a reader of the feed goes on: at the oldest transaction that was still open when it last read. What was committed
/// since has that id or a higher one, in whatever order; what it gets twice does no harm.
/// </summary>
/// <param name="Cluster">
/// The cluster and its timeline: where they changed (a restore, a failover) the numbers were given out anew, and the reader
/// gets everything again.
/// </param>
/// <param name="Transaction">The number of the transaction.</param>
internal readonly record struct RevocationCursor(string Cluster, ulong Transaction)
{
    // The timeline is the first part of the name of the file that the log is being written to; it changes with a promotion.
    private const string Statement =
        $"""
        SELECT cluster.id, pg_snapshot_xmin(pg_current_snapshot()), session_id, lowest_generation, expires_at
        FROM (SELECT system_identifier || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8) AS id FROM pg_control_system()) AS cluster
        LEFT JOIN cardea.revocations
          ON expires_at > {Moment.Now} AND xid >= CASE WHEN cluster.id = @cluster THEN @transaction ELSE '0' END
        ORDER BY xid
        """;

    public static async Task<RevocationPage> ReadAsync(
        NpgsqlConnection connection, string? text, TimeProvider clock, CancellationToken cancellationToken)
    {
        var known = Parse(text);
        var statement = new NpgsqlBatchCommand(Statement)
            .With("@cluster", known.Cluster)
            .With("@transaction", known.Transaction)
            .WithNow(clock);
        statement.Parameters[1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8;
        var rows = await connection.RunAsync(statement, Read, cancellationToken);
        return new([.. rows.Select(static row => row.Revoked).OfType<RevokedSession>()], rows[0].Cursor.ToString());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cluster}.{Transaction}");

    private static (RevocationCursor Cursor, RevokedSession? Revoked) Read(NpgsqlDataReader row) => (
        new(row.GetString(0), row.GetFieldValue<ulong>(1)),
        row.IsDBNull(2) ? null : new RevokedSession(row.GetSessionId(2), row.GetInt32(3), row.GetTime(4)));

    // What is no cursor of ours begins at the beginning.
    private static RevocationCursor Parse(string? text) =>
        text?.LastIndexOf('.') is >= 0 and var dot
        && ulong.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var transaction)
            ? new(text[..dot], transaction)
            : new("", 0);
}
