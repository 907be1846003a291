using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Whoever follows the feed learns of every end and recall, whatever happens to the database.</summary>
public abstract class RevocationFeedTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Without_a_position_the_feed_says_all_and_with_one_what_is_new()
    {
        var first = await EndASessionAsync();
        var page = await ReadFeedAsync();
        Assert.True(page.Begins);
        Assert.Equal([first], FeedTrail.Strongest(page.Revocations));

        var second = await EndASessionAsync();
        Assert.Contains(second, FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));

        Assert.Equal(new HashSet<RevokedSession> { first, second }, (await ReadRevokedAsync()).ToHashSet());
    }

    [Fact]
    public async Task A_position_taken_while_the_feed_was_empty_goes_on_with_its_first_revocation()
    {
        var page = await ReadFeedAsync();
        Assert.Empty(page.Revocations);

        var end = await EndASessionAsync();

        Assert.Equal([end], FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));
    }

    [Fact]
    public async Task Every_node_reads_what_any_node_wrote()
    {
        var other = await OpenAsync();
        var page = await ReadFeedAsync(other);

        var end = await EndASessionAsync();

        Assert.Equal([end], FeedTrail.Strongest((await ReadFeedAsync(other, page.Position)).Revocations));
    }

    [Fact]
    public async Task A_position_of_another_node_is_good_or_reads_everything()
    {
        var other = await OpenAsync();
        var first = await EndASessionAsync();
        var page = await ReadFeedAsync(other);
        var second = await EndASessionAsync();

        var read = FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations);

        Assert.Contains(second, read);
        Assert.Subset(new HashSet<RevokedSession> { first, second }, read.ToHashSet());
    }

    [Fact]
    public async Task What_is_expired_and_not_yet_swept_is_read_all_the_same()
    {
        // A reader drops it by a clock that nobody sets; the clock of the database may jump ahead and back.
        var end = await EndASessionAsync();

        Clock.Advance(RevocationLife + TimeSpan.FromDays(1));

        Assert.Equal([end], await ReadRevokedAsync());
    }

    [Fact]
    public async Task A_position_outlives_the_sweep_of_what_it_points_at()
    {
        await EndASessionAsync();
        var page = await ReadFeedAsync();
        Clock.Advance(RevocationLife + TimeSpan.FromSeconds(1));
        await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
        page = await ReadFeedAsync(from: page.Position);

        var end = await EndASessionAsync();

        Assert.Equal([end], FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));
    }

    [Fact]
    public async Task A_reader_misses_nothing_of_many_who_write_at_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var tokens = new List<SessionId>();
        for (var i = 0; i < 200; i++)
        {
            tokens.Add((await SignInAsync(new($"user-{i % 10}"))).SessionId);
        }

        var writing = Race.RunAsync(8, async writer =>
        {
            for (var i = writer; i < tokens.Count; i += 8)
            {
                await nodes[writer % 2].Sessions.EndAsync(tokens[i], owner: null, EndReason.LoggedOut, Stop);
            }

            return true;
        });

        var reader = await OpenAsync();
        var read = new HashSet<SessionId>();
        FeedPosition? position = null;
        bool written;
        do
        {
            written = writing.IsCompleted;
            var page = await ReadFeedAsync(reader, position);
            read.UnionWith(page.Revocations.Select(revocation => revocation.Revoked.SessionId));
            position = page.Position;
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
        var page = await ReadFeedAsync();
        await Database.FallBackAsync();

        var end = await EndASessionAsync();

        Assert.Contains(end, FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reader_misses_nothing_of_a_database_that_fell_back_and_has_caught_up(int lost)
    {
        await EndASessionAsync();
        await Database.SaveAsync();
        for (var i = 0; i < lost; i++)
        {
            await EndASessionAsync();
        }

        var page = await ReadFeedAsync();
        await Database.FallBackAsync();

        RevokedSession[] ends = [await EndASessionAsync(), await EndASessionAsync(), await EndASessionAsync()];

        Assert.Subset(FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations).ToHashSet(), ends.ToHashSet());
    }

    [Fact]
    public async Task The_end_of_a_session_that_was_recalled_before_is_what_the_feed_says_of_it()
    {
        var first = await SignInAsync(Alice);
        await RotateAsync<RotationOutcome.Rotated>(first);
        Clock.Advance(Options.RefreshGrace);
        var recall = Assert.IsType<RotationOutcome.Reissued>(await RotateAsync(first)).Recall;
        var page = await ReadFeedAsync();
        Assert.Equal([recall], FeedTrail.Strongest(page.Revocations));

        await Node.Sessions.RecallAllAsync(Alice, Stop);
        Assert.Equal([recall with { LowestRecalls = 2 }], FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));
        var end = Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(first.SessionId, Alice, EndReason.LoggedOut, Stop)).End;

        Assert.Equal([end], FeedTrail.Strongest((await ReadFeedAsync(from: page.Position)).Revocations));
        Assert.Equal([end], await ReadRevokedAsync());
    }

    private async Task<RevokedSession> EndASessionAsync()
    {
        var token = await SignInAsync(Alice);
        return Assert.IsType<SessionEnd.Ended>(await Node.Sessions.EndAsync(token.SessionId, Alice, EndReason.LoggedOut, Stop)).End;
    }
}
