using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Security events in SQLite.</summary>
internal sealed class SqliteEventStore(SqliteDatabase database) : IEventStore
{
    public Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken)
    {
        return happened.IsRefusal ? database.WriteQuicklyAsync(Add, cancellationToken) : database.WriteAsync(Add, cancellationToken);

        int Add(PreparedConnection connection) => Events.Add(connection, happened);
    }

    public Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => (user is null
                ? connection.Prepare(static command => command.CommandText =
                    "SELECT id, at, kind, user_id, session_id, ip_address, user_agent, detail FROM events WHERE id < @before ORDER BY id DESC LIMIT @most")
                : connection.Prepare(static command => command.CommandText =
                    """
                    SELECT id, at, kind, user_id, session_id, ip_address, user_agent, detail FROM events
                    WHERE user_id = @user AND id < @before ORDER BY id DESC LIMIT @most
                    """))
                .With("@user", user?.Value)
                .With("@before", (before ?? Guid.AllBitsSet).ToByteArray(bigEndian: true))
                .With("@most", most)
                .Rows(Events.Read),
            cancellationToken);
}
