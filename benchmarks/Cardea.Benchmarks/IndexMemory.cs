using System.Diagnostics;
using System.Globalization;
using Cardea.Revocation;

namespace Cardea.Benchmarks;

/// <summary>What a revocation takes in memory, and how long it takes to drop a million.</summary>
internal static class IndexMemory
{
    private const int Entries = 1_000_000;

    public static void Print()
    {
        var revoked = Sessions.Ended(Entries).ToArray();
        var clock = new Later();
        var index = new RevocationIndex(clock);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        index.Add(revoked);
        var added = watch.Elapsed;
        var after = GC.GetTotalMemory(forceFullCollection: true);

        watch.Restart();
        index.RemoveExpired();
        var scanned = watch.Elapsed;
        clock.By = TimeSpan.FromHours(2);
        watch.Restart();
        index.RemoveExpired();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             | entries | bytes each | to add all | to look through all, none expired | to drop all |
             |---|---|---|---|---|
             | {Entries:N0} | {(after - before) / (double)Entries:F1} | {added.TotalMilliseconds:F0} ms | {scanned.TotalMilliseconds:F0} ms | {watch.Elapsed.TotalMilliseconds:F0} ms |
             """));
        GC.KeepAlive(revoked);
        GC.KeepAlive(index);
    }

    private sealed class Later : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
