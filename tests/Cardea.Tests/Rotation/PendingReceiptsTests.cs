using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Tests.Rotation;

public sealed class PendingReceiptsTests
{
    private static readonly SessionId Session = SessionId.Create(DateTimeOffset.UnixEpoch);

    private readonly PendingReceipts _receipts = new();

    [Fact]
    public void What_was_noted_is_taken_once()
    {
        Note(1, 2, 2, 1);

        Assert.Equal([1, 2], Take(10));
        Assert.Empty(Take(10));
    }

    [Fact]
    public void What_does_not_fit_waits_for_the_next_time()
    {
        Note(1, 1, 2, 3, 3);

        Assert.Equal([1, 2], Take(2));
        Assert.Equal([3], Take(2));
    }

    [Fact]
    public void While_nobody_takes_the_newest_are_dropped()
    {
        Note([.. Enumerable.Range(0, 70_000)]);

        Assert.Equal(Enumerable.Range(0, 65_536), Take(100_000));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_among_many_that_note_at_once()
    {
        Parallel.For(0, 20_000, generation => Note(generation));

        Assert.Equal(Enumerable.Range(0, 20_000), Take(7_000).Concat(Take(7_000)).Concat(Take(7_000)).Order());
    }

    [Fact]
    public void A_source_that_has_no_room_left_takes_none_from_the_others()
    {
        for (var generation = 0; generation < PendingReceipts.Capacity; generation++)
        {
            Assert.True(_receipts.TryNote(new(Session, Recalls: 0, generation), "greedy"));
        }

        Assert.False(_receipts.TryNote(new(Session, Recalls: 0, PendingReceipts.Capacity), "greedy"));
        Assert.True(_receipts.TryNote(new(Session, Recalls: 0, 100_000), "modest"));
        Note(200_000);
        Assert.Superset(new HashSet<int> { 100_000, 200_000 }, Take(10).ToHashSet());
    }

    [Fact]
    public void A_token_that_came_without_a_refresh_token_is_no_receipt()
    {
        _receipts.Note(new(Session, Recalls: 0));
        Assert.True(_receipts.TryNote(new(Session, Recalls: 3), "orders"));

        Assert.Empty(_receipts.Take(10));
    }

    private void Note(params int[] generations)
    {
        foreach (var generation in generations)
        {
            _receipts.Note(new(Session, Recalls: 0, generation));
        }
    }

    private IEnumerable<int> Take(int most) => _receipts.Take(most).Select(static receipt => receipt.Generation!.Value);
}
