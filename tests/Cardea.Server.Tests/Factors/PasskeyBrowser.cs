using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>One browser for all the tests of a class, on a page of the server that they share.</summary>
public sealed class PasskeyBrowser<TStore>(SharedServer<TStore> shared) : IAsyncDisposable
    where TStore : TestStore, new()
{
    private Browser? _browser;

    /// <summary>A device that has no passkeys yet.</summary>
    internal async Task<PasskeyDevice> NewDeviceAsync(bool verifiesUser = true)
    {
        if (_browser is null)
        {
            _browser = await Browser.StartAsync();
            await _browser.OpenAsync(new($"http://localhost:{shared.Server.Address.Port}/health/live"));
        }

        return await PasskeyDevice.AddAsync(_browser, verifiesUser);
    }

    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;
}
