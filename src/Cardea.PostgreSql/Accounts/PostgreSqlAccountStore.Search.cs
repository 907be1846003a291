using Cardea.Accounts;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <content>The search for users. It reads the index users_pkey, which has the addresses, and goes to the table only for what it finds.</content>
internal sealed partial class PostgreSqlAccountStore
{
    public async Task<UserPage> SearchAsync(UserSearch search, CancellationToken cancellationToken)
    {
        var looked = await database.RunAsync(
            database.Accounts,
            () => Look(search),
            static row => (Found: row.IsDBNull(0) ? [] : row.GetFieldValue<string[]>(0), End: row.GetText(1)),
            cancellationToken);
        var (found, end) = looked[0];
        var last = found.Length == search.Most ? found[^1] : end;
        return new(found.Length == 0 ? [] : await FindAsync(found, cancellationToken), last is null ? null : new UserId(last));
    }

    // The last id that it looked at is null if no user follows.
    private static NpgsqlBatchCommand Look(UserSearch search) => new NpgsqlBatchCommand(
        """
        SELECT (array_agg(id ORDER BY id) FILTER (WHERE position(@text IN email) > 0))[1:@most], CASE WHEN count(*) = @window THEN max(id) END
        FROM (SELECT id, email FROM cardea.users WHERE id > @after ORDER BY id LIMIT @window) AS looked
        """)
        .With("@text", search.Text)
        .With("@most", search.Most)
        .With("@window", search.Window)
        .With("@after", search.After?.Value ?? "");

    private Task<IReadOnlyList<CardeaUser>> FindAsync(string[] ids, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE id = ANY (@ids) ORDER BY id").With("@ids", ids),
            UserRow.Read,
            cancellationToken);
}
