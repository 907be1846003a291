using System.Diagnostics;

namespace Cardea.Client.Tests.Running;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < Patience, "It has not come true.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
