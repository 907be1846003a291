namespace Cardea.Server.Tests.Running;

/// <summary>A client that refreshes all the time, and asks again with the same token when it is told to, or hears nothing.</summary>
internal sealed class RefreshingClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly AuthClient _client;
    private readonly Task _refreshing;
    private int _refreshes;

    public RefreshingClient(AuthClient client)
    {
        _client = client;
        _refreshing = Task.Run(RefreshAsync);
    }

    /// <summary>Waits until it has refreshed so many times more; fails if it was logged out.</summary>
    public Task RefreshedAsync(int times)
    {
        var goal = Volatile.Read(ref _refreshes) + times;
        return Eventually.HoldsAsync(async () =>
        {
            if (_refreshing.IsCompleted)
            {
                await _refreshing;
            }

            return Volatile.Read(ref _refreshes) >= goal;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _refreshing;
        _leaving.Dispose();
    }

    private async Task RefreshAsync()
    {
        while (!_leaving.IsCancellationRequested)
        {
            using var answer = await _client.TryRefreshAsync(_client.Tokens.Refresh);
            if ((int)answer.StatusCode == 503)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                continue;
            }

            _client.Keep(await Answer.ExpectAsync(200, answer));
            Interlocked.Increment(ref _refreshes);
        }
    }
}
