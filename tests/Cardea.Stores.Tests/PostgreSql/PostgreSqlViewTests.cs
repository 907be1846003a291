using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>What people see with psql.</summary>
public sealed class PostgreSqlViewTests : StoreTests<PostgreSqlTestDatabase>
{
    [Fact]
    public async Task The_views_show_each_session_with_its_end()
    {
        var clock = TimeProvider.System.GetUtcNow();
        var live = SessionId.Create(clock.AddHours(1));
        var past = SessionId.Create(clock.AddHours(-1));
        foreach (var id in new[] { live, past })
        {
            await Database.ExecuteAsync($"INSERT INTO cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr) VALUES ('{id}', now(), now(), now(), 0, '', 'alice', 'pwd')");
        }

        Assert.Equal(live.AbsoluteEnd.UtcDateTime, await ReadAsync("SELECT ends_at FROM cardea.live_sessions"));
        Assert.Equal(past.AbsoluteEnd.UtcDateTime, await ReadAsync("SELECT ends_at FROM cardea.expired_sessions"));
    }

    [Fact]
    public async Task What_the_guide_tells_people_to_look_at_is_there()
    {
        await SignInAsync(Alice);

        await Database.ExecuteAsync(Guide.Quote("cardea.live_sessions"));
    }

    private async Task<DateTime> ReadAsync(string query)
    {
        await using var command = Database.Superuser.CreateCommand(query);
        return Assert.IsType<DateTime>(await command.ExecuteScalarAsync(Stop));
    }
}
