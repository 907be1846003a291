using System.Net;
using System.Net.Sockets;
using Cardea.Server.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Cardea.Server.Tests.External;

/// <summary>A provider that sends requests elsewhere, or whose keys do not come.</summary>
public sealed class HostileProviderTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private StandInProvider? _provider;
    private CardeaProcess? _server;
    private AppBrowser? _browser;

    private StandInProvider Provider => _provider!;

    private AppBrowser Browser => _browser!;

    public async ValueTask InitializeAsync()
    {
        _provider = await StandInProvider.StartAsync();
        _server = await CardeaProcess.StartAsync(
            _directory.FullName,
            ("Cardea__ReturnUrls__0", ProviderServer<SqliteStore>.ReturnUrl),
            ("Cardea__Providers__work__Issuer", _provider.Issuer),
            ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
            ("Cardea__Providers__work__ClientSecret", "secret"));
        _browser = new(_server.Address, _provider, "work");
        await _browser.WaitForProviderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_provider?.DisposeAsync() ?? ValueTask.CompletedTask);
        _directory.Dispose();
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    [InlineData(HttpStatusCode.Found)]
    public async Task Redirects_are_not_followed_so_no_code_and_no_secret_goes_elsewhere(HttpStatusCode status)
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        IResult Redirect() => new Redirected((int)status, $"http://{elsewhere.LocalEndpoint}/");
        Provider.TokensInstead = Redirect;
        Provider.SignInAs(AuthClient.NewEmail());

        Assert.Equal("provider_unavailable", (await Browser.SignInAsync()).GetValueOrDefault("error"));

        Provider.KeysInstead = _ => Task.FromResult(Redirect());
        await Answer.ExpectProblemAsync(503, "provider_unavailable", await LogOutAsync());
        Assert.False(elsewhere.Pending());
    }

    [Fact]
    public async Task Keys_that_can_not_be_read_are_a_503_and_the_provider_may_try_again()
    {
        Provider.KeysInstead = static _ => Task.FromResult(Results.Text("no JSON", "application/json"));

        await Answer.ExpectProblemAsync(503, "provider_unavailable", await LogOutAsync());
    }

    [Fact]
    public async Task Keys_that_do_not_come_are_a_503_and_the_provider_may_try_again()
    {
        Provider.KeysInstead = static async gone =>
        {
            await Task.Delay(Timeout.Infinite, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Results.Empty;
        };

        await Answer.ExpectProblemAsync(503, "provider_unavailable", await LogOutAsync());
    }

    private Task<HttpResponseMessage> LogOutAsync() =>
        Browser.LogOutAtProviderAsync(Provider.Sign(Provider.LogoutToken("somebody", sid: null), StandInProvider.NewKey()));

    private sealed class Redirected(int status, string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.Headers.Location) = (status, address);
            return Task.CompletedTask;
        }
    }
}
