using System.Globalization;
using Cardea.AspNetCore.Passwords;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Passwords;

/// <summary>What a range API has said of a password is remembered for a day, and memory has a bound.</summary>
public sealed class BreachMemoryTests
{
    private static readonly string Key = BreachKey.Of("password");

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_is_remembered_for_a_day(bool isBreached)
    {
        BreachMemory memory = new(_clock);
        Assert.Null(memory.Recall(Key));
        memory.Remember(Key, isBreached);

        _clock.Advance(BreachMemory.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(isBreached, memory.Recall(Key));
        Assert.Null(memory.Recall(BreachKey.Of("another")));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(memory.Recall(Key));
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void The_oldest_make_room()
    {
        BreachMemory memory = new(_clock);
        memory.Remember(Key, isBreached: true);
        for (var i = 0; i < BreachMemory.Capacity; i++)
        {
            Assert.True(memory.Recall(Key));
            memory.Remember(BreachKey.Of(i.ToString(CultureInfo.InvariantCulture)), isBreached: false);
        }

        Assert.Null(memory.Recall(Key));
        Assert.Equal(BreachMemory.Capacity, memory.Count);
        Assert.Equal(false, memory.Recall(BreachKey.Of("0")));
    }
}
