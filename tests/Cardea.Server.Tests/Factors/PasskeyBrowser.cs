using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

[assembly: AssemblyFixture(typeof(PasskeyBrowser))]

namespace Cardea.Server.Tests.Factors;

/// <summary>One browser for all the tests with passkeys, which take turns.</summary>
public sealed class PasskeyBrowser : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Browser? _browser;

    /// <summary>A device that has no passkeys yet, on a page of a server; until it is disposed of there is no other.</summary>
    internal async Task<PasskeyDevice> NewDeviceAsync(CardeaProcess server, bool verifiesUser = true)
    {
        await _turn.WaitAsync();
        try
        {
            _browser ??= await Browser.StartAsync();
            await _browser.OpenAsync(new($"http://localhost:{server.Address.Port}/health/live"));
            return await PasskeyDevice.AddAsync(_browser, verifiesUser, _turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _turn.Dispose();
    }
}
