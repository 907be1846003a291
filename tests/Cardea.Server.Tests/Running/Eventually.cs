namespace Cardea.Server.Tests.Running;

/// <summary>Waits for what must come about by itself, as long as it takes on a busy machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!await condition())
        {
            await Task.Delay(Interval, patience.Token);
        }
    }

    /// <summary>Asks again while the answer is 503, as clients are told to.</summary>
    public static async Task<HttpResponseMessage> AnsweredAsync(Func<Task<HttpResponseMessage>> ask)
    {
        HttpResponseMessage? answer = null;
        await HoldsAsync(async () =>
        {
            answer?.Dispose();
            answer = await ask();
            return (int)answer.StatusCode != 503;
        });
        return answer!;
    }
}
