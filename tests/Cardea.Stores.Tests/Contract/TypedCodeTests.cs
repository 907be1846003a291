using Cardea.Codes;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Codes of eight digits that are typed: the tries are counted for each address.</summary>
public abstract class TypedCodeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Ten_codes_an_hour_can_be_typed_for_an_address_and_fifty_in_a_row()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var hour = 0; hour < 5; hour++)
        {
            var began = Clock.GetUtcNow();
            var typed = await Race.RunAsync(20, racer => nodes[racer % 2].Codes.RefuseTypedAsync("alice@example.org", Stop));

            Assert.Equal(10, typed.Count(static refused => refused is null));
            var until = hour < 4 ? began.AddHours(1) : began + CodeLimits.TypedMemory;
            Assert.All(typed.Where(static refused => refused is not null), refused => Assert.Equal(until, refused));
            Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.NotNull(await Node.Codes.RefuseTypedAsync("alice@example.org", Stop));
        Assert.Null(await Node.Codes.RefuseTypedAsync("bob@example.org", Stop));

        // A right code sets the count to zero, and so does time.
        await Node.Codes.ForgetTypedAsync("alice@example.org", Stop);
        Assert.Null(await Node.Codes.RefuseTypedAsync("alice@example.org", Stop));
        Clock.Advance(CodeLimits.TypedMemory);
        Assert.Equal(2, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "typed_codes").Removed);
    }
}
