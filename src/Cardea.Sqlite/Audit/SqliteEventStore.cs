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
                    $"SELECT {Events.Columns} FROM events WHERE id < @before ORDER BY id DESC LIMIT @most")
                : connection.Prepare(static command => command.CommandText =
                    $"SELECT {Events.Columns} FROM events WHERE user_id = @user AND id < @before ORDER BY id DESC LIMIT @most"))
                .With("@user", user?.Value)
                .With("@before", KeyOf(before ?? Guid.AllBitsSet))
                .With("@most", most)
                .Rows(Events.Read),
            cancellationToken);

    public Task<EventPage> FindAsync(EventSearch search, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                // The end comes first: an event that is added between the two statements does not move it.
                var end = FindEnd(connection, search);
                return EventPage.Of(search, Find(connection, search, end), end);
            },
            cancellationToken);

    private static IReadOnlyList<SecurityEvent> Find(PreparedConnection connection, EventSearch search, Guid? end) =>
        (search.User is null
            ? connection.Prepare(static command => command.CommandText =
                $"SELECT {Events.Columns} FROM events WHERE kind = @kind AND id < @before AND id >= @end ORDER BY id DESC LIMIT @most")
            : connection.Prepare(static command => command.CommandText =
                $"SELECT {Events.Columns} FROM events WHERE user_id = @user AND kind = @kind AND id < @before AND id >= @end ORDER BY id DESC LIMIT @most"))
            .With("@user", search.User?.Value)
            .With("@kind", (int)search.Kind)
            .With("@before", KeyOf(search.Before ?? Guid.AllBitsSet))
            .With("@end", KeyOf(end ?? Guid.Empty))
            .With("@most", search.Most)
            .Rows(Events.Read);

    // The last event that the search looks at; null if no event follows.
    private static Guid? FindEnd(PreparedConnection connection, EventSearch search) =>
        (search.User is null
            ? connection.Prepare(static command => command.CommandText =
                "SELECT id FROM events WHERE id < @before ORDER BY id DESC LIMIT 1 OFFSET @window - 1")
            : connection.Prepare(static command => command.CommandText =
                "SELECT id FROM events WHERE user_id = @user AND id < @before ORDER BY id DESC LIMIT 1 OFFSET @window - 1"))
            .With("@user", search.User?.Value)
            .With("@before", KeyOf(search.Before ?? Guid.AllBitsSet))
            .With("@window", search.Window)
            .Rows(static row => (Guid?)new Guid(row.GetBytes(0), bigEndian: true))
            .SingleOrDefault();

    private static byte[] KeyOf(Guid id) => id.ToByteArray(bigEndian: true);
}
