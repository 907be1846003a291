using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class FairQueueTests
{
    [Fact]
    public void Each_sender_gets_a_turn()
    {
        var queue = new FairQueue<string>(10);
        foreach (var item in (string[])["a1", "a2", "a3", "b1", "c1", "c2"])
        {
            Assert.Null(queue.Add(item[..1], item));
        }

        Assert.Equal(["a1", "b1", "c1", "a2", "c2", "a3"], TakeAll(queue));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void Full_of_one_sender_it_lets_another_in_for_the_newest_of_that_sender()
    {
        var queue = new FairQueue<string>(3);
        foreach (var item in (string[])["a1", "a2", "a3"])
        {
            queue.Add("a", item);
        }

        Assert.True(queue.IsFullFor("a"));
        Assert.False(queue.IsFullFor("b"));
        Assert.Equal("a4", queue.Add("a", "a4"));
        Assert.Equal("a3", queue.Add("b", "b1"));

        // A second item of b would only turn the tables.
        Assert.Equal("b2", queue.Add("b", "b2"));
        Assert.Equal("a2", queue.Add("c", "c1"));
        Assert.Equal(["a1", "b1", "c1"], TakeAll(queue));
    }

    [Fact]
    public void A_sender_who_goes_away_leaves_no_turn_behind()
    {
        var queue = new FairQueue<string>(2);
        queue.Add("a", "a1");
        queue.Add("b", "b1");

        Assert.True(queue.Remove("a", "a1"));
        Assert.False(queue.Remove("a", "a1"));

        Assert.Null(queue.Add("c", "c1"));
        Assert.Equal(["b1", "c1"], TakeAll(queue));
    }

    [Fact]
    public void Without_room_nothing_waits() => Assert.Equal("a1", new FairQueue<string>(0).Add("a", "a1"));

    private static IEnumerable<string> TakeAll(FairQueue<string> queue)
    {
        while (queue.Take() is { } item)
        {
            yield return item;
        }
    }
}
