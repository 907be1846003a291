using Cardea.Accounts;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <content>The search for users. It reads the index users_pkey, which has the addresses, and goes to the table only for what it finds.</content>
internal sealed partial class PostgreSqlAccountStore
{
    public async Task<UserPage> SearchAsync(UserSearch search, CancellationToken cancellationToken)
    {
        // The end comes first: a user who is added or removed between the two statements does not move it.
        var end = search.Text.Length > 0 ? await FindEndAsync(search, cancellationToken) : null;
        return UserPage.Of(search, await FindAsync(search, end, cancellationToken), end);
    }

    private async Task<UserId?> FindEndAsync(UserSearch search, CancellationToken cancellationToken) =>
        await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT id FROM cardea.users WHERE id > @after ORDER BY id OFFSET @window - 1 LIMIT 1")
                .With("@after", search.After?.Value ?? "")
                .With("@window", search.Window),
            static row => new UserId(row.GetString(0)),
            cancellationToken) is [var end] ? end : null;

    private Task<IReadOnlyList<CardeaUser>> FindAsync(UserSearch search, UserId? end, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT {UserRow.Columns} FROM cardea.users
                WHERE id IN (
                    SELECT id FROM cardea.users
                    WHERE id > @after {(end is null ? "" : "AND id <= @end")} AND position(@text IN email) > 0
                    ORDER BY id LIMIT @most)
                ORDER BY id
                """)
                .With("@after", search.After?.Value ?? "")
                .With("@end", end?.Value)
                .With("@text", search.Text)
                .With("@most", search.Most),
            UserRow.Read,
            cancellationToken);
}
