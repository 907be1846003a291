using Cardea.Rotation;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>
/// Refreshing adds nothing to the database, neither rows nor entries in an index. Alone on the server: old versions of a row
/// make room only when nobody there has an older transaction open.
/// </summary>
public sealed class PostgreSqlGrowthTests : StoreTests<LonelyPostgreSqlTestDatabase>
{
    private const string Changes =
        """
        SELECT sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_hot_upd)::bigint, sum(n_live_tup)::bigint
        FROM pg_stat_user_tables WHERE schemaname = 'cardea' AND relname LIKE 'sessions%'
        """;

    [Fact]
    public async Task A_thousand_rotations_with_their_receipts_add_no_row_and_touch_no_index()
    {
        var token = await SignInAsync(Alice);
        for (var i = 0; i < 1000; i++)
        {
            token = await RotateAsync<RotationOutcome.Rotated>(token);
            await ReceiveAsync(token);
        }

        Assert.Equal((1, 2000, 2000, 1), await ReadChangesAsync());
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task Sessions_that_fill_their_pages_rotate_in_them()
    {
        var tokens = new List<RefreshToken>();
        for (var i = 0; i < 1000; i++)
        {
            tokens.Add(await SignInAsync(new($"user-{i}")));
        }

        for (var i = 0; i < 1000; i++)
        {
            await RotateAsync<RotationOutcome.Rotated>(tokens[i * 389 % 1000]);
        }

        var (inserted, updated, inPage, live) = await ReadChangesAsync();
        Assert.Equal((1000, 1000, 1000), (inserted, updated, live));
        Assert.InRange(inPage, 950, 1000);
    }

    private async Task<(long Inserted, long Updated, long InPage, long Live)> ReadChangesAsync()
    {
        // What a connection has counted is known when it is closed.
        await CloseAsync();
        await using var command = Database.Superuser.CreateCommand(Changes);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        Assert.True(await rows.ReadAsync(Stop));
        return (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
    }
}
