using System.Diagnostics;

namespace Cardea.Validation.Tests.Running;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<ValueTask<bool>> holds, Action? meanwhile = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < Patience, "It has not come true.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
            meanwhile?.Invoke();
        }
    }

    public static Task TrueAsync(Func<bool> holds, Action? meanwhile = null) => TrueAsync(() => ValueTask.FromResult(holds()), meanwhile);
}
