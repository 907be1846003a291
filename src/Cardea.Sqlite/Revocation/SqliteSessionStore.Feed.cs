using System.Security.Cryptography;
using Cardea.Keys;
using Cardea.Revocation;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    // Names the history of the file that the numbers belong to. Every full read begins a new one. Readers take turns.
    private string _history = "";

    // The newest row that was read. If an older copy has replaced the file, it has another row under that number, or none.
    private ReadRevocation _newest;

    public Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Read(connection, from?.Cursor), cancellationToken);

    public Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => WriteBack.Run(connection, known, clock.GetUtcNow(), options), cancellationToken);

    private RevocationPage Read(PreparedConnection connection, FeedCursor? known)
    {
        if (known?.Identity == _history
            && Read(connection, (long)Math.Min(known.Next, _newest.Transaction)) is var read
            && read.Follows(_newest))
        {
            _newest = read.Newest ?? _newest;
            return read.Page(_history, known.Next, begins: false);
        }

        var everything = Read(connection, from: 0);
        _history = RandomNumberGenerator.GetHexString(16, lowercase: true);
        _newest = everything.Newest ?? new(default, everything.Next - 1);
        return everything.Page(_history, from: 0, begins: true);
    }

    // One statement reads rows, keys and count, so they are of one moment.
    private static FeedRows Read(PreparedConnection connection, long from)
    {
        var read = new FeedRows();
        using var rows = connection.Prepare(static command => command.CommandText =
            """
            SELECT 0, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'revocations'), 0), NULL, NULL, NULL, NULL, NULL, NULL, NULL
            UNION ALL SELECT 1, sequence, session_id, lowest_recalls, life, NULL, NULL, NULL, NULL FROM revocations WHERE sequence >= @from
            UNION ALL SELECT * FROM (
                SELECT 2, id, purpose, sealed_material, created_at, active_from, longest_life, expires_at, retired_at FROM keys ORDER BY sequence)
            """)
            .With("@from", from)
            .ExecuteReader();
        while (rows.Read())
        {
            read.Add(rows);
        }

        return read;
    }

    private sealed class FeedRows
    {
        private readonly List<ReadRevocation> _revocations = [];
        private readonly List<StoredKey> _keys = [];

        /// <summary>The number of the next row.</summary>
        public ulong Next { get; private set; }

        /// <summary>The row with the highest number.</summary>
        public ReadRevocation? Newest => _revocations is [] ? null : _revocations.MaxBy(static revocation => revocation.Transaction);

        /// <summary>
        /// True if these rows continue the read whose newest row is given. Either that row is among them, or it was swept and
        /// nothing was written since.
        /// </summary>
        public bool Follows(ReadRevocation newest) =>
            (Next - 1 == newest.Transaction && _revocations is [])
            || _revocations.Exists(row => row.Transaction == newest.Transaction && row.Revoked.SessionId == newest.Revoked.SessionId);

        public void Add(SqliteDataReader row)
        {
            switch (row.GetInt32(0))
            {
                case 0:
                    Next = (ulong)row.GetInt64(1) + 1;
                    break;
                case 1:
                    _revocations.Add(new(new(row.GetSessionId(2), row.GetInt32(3), row.GetDuration(4)), (ulong)row.GetInt64(1)));
                    break;
                default:
                    _keys.Add(SqliteKeyStore.Read(row, 1));
                    break;
            }
        }

        public RevocationPage Page(string history, ulong from, bool begins) =>
            new(new(new(history, Next, [])), _revocations.FindAll(row => row.Transaction >= from), _keys, begins);
    }
}
