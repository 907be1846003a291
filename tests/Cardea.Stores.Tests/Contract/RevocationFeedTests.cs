using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Whoever follows the feed learns of every end and recall, whatever happens to the database.</summary>
public abstract class RevocationFeedTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Without_a_cursor_the_feed_says_all_and_with_one_what_is_new()
    {
        var first = await EndASessionAsync();
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        Assert.Equal([first], page.Revocations);

        var second = await EndASessionAsync();
        var next = await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop);
        Assert.Contains(second, next.Revocations);

        Assert.Equal([first, second], (await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop)).Revocations);
    }

    [Fact]
    public async Task A_cursor_taken_while_the_feed_was_empty_goes_on_with_its_first_revocation()
    {
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        Assert.Empty(page.Revocations);

        var end = await EndASessionAsync();

        Assert.Equal([end], (await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task Every_node_reads_what_any_node_wrote()
    {
        var other = await OpenAsync();
        var page = await other.Sessions.ReadRevocationsAsync(cursor: null, Stop);

        var end = await EndASessionAsync();

        Assert.Equal([end], (await other.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task Revocations_that_every_access_token_has_outlived_are_left_out()
    {
        await EndASessionAsync();
        Clock.Advance(Options.RevocationLifetime - TimeSpan.FromMilliseconds(1));
        Assert.Single((await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop)).Revocations);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        var end = await EndASessionAsync();

        Assert.Empty(page.Revocations);
        Assert.Contains(end, (await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task A_cursor_outlives_the_sweep_of_what_it_points_at()
    {
        await EndASessionAsync();
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        Clock.Advance(Options.RevocationLifetime);
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);

        var end = await EndASessionAsync();

        Assert.Equal([end], (await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task A_reader_misses_nothing_of_many_who_write_at_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var tokens = new List<SessionId>();
        for (var i = 0; i < 200; i++)
        {
            tokens.Add((await SignInAsync(Alice)).SessionId);
        }

        var writing = Race.RunAsync(8, async writer =>
        {
            for (var i = writer; i < tokens.Count; i += 8)
            {
                await nodes[writer % 2].Sessions.EndAsync(tokens[i], Alice, EndReason.LoggedOut, Stop);
            }

            return true;
        });

        var reader = await OpenAsync();
        var read = new HashSet<SessionId>();
        string? cursor = null;
        bool written;
        do
        {
            written = writing.IsCompleted;
            var page = await reader.Sessions.ReadRevocationsAsync(cursor, Stop);
            read.UnionWith(page.Revocations.Select(revoked => revoked.SessionId));
            cursor = page.Cursor;
        }
        while (!written);

        await writing;
        Assert.Equal(tokens.ToHashSet(), read);
    }

    [Fact]
    public async Task A_reader_misses_nothing_of_a_database_that_fell_back()
    {
        await EndASessionAsync();
        await Database.SaveAsync();
        await EndASessionAsync();
        await EndASessionAsync();
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        await Database.FallBackAsync();

        var end = await EndASessionAsync();

        Assert.Contains(end, (await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task A_reader_misses_nothing_of_a_database_that_fell_back_and_has_caught_up()
    {
        await Database.SaveAsync();
        await EndASessionAsync();
        var page = await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop);
        await Database.FallBackAsync();

        var ends = new[] { await EndASessionAsync(), await EndASessionAsync() };

        Assert.Equal(ends, (await Node.Sessions.ReadRevocationsAsync(page.Cursor, Stop)).Revocations);
    }

    [Fact]
    public async Task Ends_and_recalls_of_one_session_are_both_in_the_feed()
    {
        var first = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace);
        var recall = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(first)).Recall;
        var end = await Node.Sessions.EndAsync(first.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.Equal([recall, Assert.NotNull(end)], (await Node.Sessions.ReadRevocationsAsync(cursor: null, Stop)).Revocations);
    }

    private async Task<RevokedSession> EndASessionAsync()
    {
        var token = await SignInAsync(Alice);
        return Assert.NotNull(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop));
    }
}
