namespace Cardea.Stores.Tests.Contract;

/// <summary>Starts tasks as much at once as the machine can.</summary>
public static class Race
{
    public static Task<T[]> RunAsync<T>(int racers, Func<int, Task<T>> run) =>
        Task.WhenAll(Enumerable.Range(0, racers).Select(racer => Task.Run(() => run(racer))));

    public static async Task<(TFirst First, TSecond Second)> RunAsync<TFirst, TSecond>(Func<Task<TFirst>> first, Func<Task<TSecond>> second)
    {
        var one = Task.Run(first);
        var other = Task.Run(second);
        return (await one, await other);
    }
}
