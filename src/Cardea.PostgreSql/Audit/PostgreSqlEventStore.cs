using Cardea.Audit;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Security events in PostgreSQL.</summary>
internal sealed class PostgreSqlEventStore(PostgreSqlDatabase database) : IEventStore
{
    public Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken) =>
        database.RunAsync(database.Accounts, () => Events.Add(happened), cancellationToken);

    public Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT {Events.Columns} FROM cardea.events
                WHERE {OfUser(user)} AND id < @before
                ORDER BY id DESC LIMIT @most
                """)
                .With("@user", user?.Value)
                .With("@before", before ?? Guid.AllBitsSet)
                .With("@most", most),
            Events.Read,
            cancellationToken);

    public async Task<EventPage> FindAsync(EventSearch search, CancellationToken cancellationToken)
    {
        // The end comes first: an event that is added between the two statements does not move it.
        var ends = await database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT id FROM cardea.events WHERE {OfUser(search.User)} AND id < @before
                ORDER BY id DESC LIMIT 1 OFFSET @window - 1
                """)
                .With("@user", search.User?.Value)
                .With("@before", search.Before ?? Guid.AllBitsSet)
                .With("@window", search.Window),
            static row => (Guid?)row.GetGuid(0),
            cancellationToken);
        var end = ends.SingleOrDefault();
        var events = await database.RunAsync(
            database.Sessions,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT {Events.Columns} FROM cardea.events
                WHERE {OfUser(search.User)} AND kind = @kind AND id < @before AND id >= @end
                ORDER BY id DESC LIMIT @most
                """)
                .With("@user", search.User?.Value)
                .With("@kind", (short)search.Kind)
                .With("@before", search.Before ?? Guid.AllBitsSet)
                .With("@end", end ?? Guid.Empty)
                .With("@most", search.Most),
            Events.Read,
            cancellationToken);
        return EventPage.Of(search, events, end);
    }

    private static string OfUser(UserId? user) => user is null ? "true" : "user_id = @user";
}
