using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>The pages of an app with users of its own offer what the app has, and nothing else.</summary>
public sealed class OwnUsersPagesTests : IAsyncLifetime
{
    private readonly AppUserStore _users = new();
    private MailedApp? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MailedApp App => _app ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _app = await MailedApp.StartAsync(services =>
        {
            services.AddSingleton<IUserStore<AppUser>>(_users);
            return services.AddCardea<AppUser>(static options => options.Issuer = "https://id.example.org");
        });

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _users.Dispose();
    }

    [Fact]
    public async Task A_user_of_the_app_signs_up_and_sees_the_devices_and_no_dead_link()
    {
        using var form = new FormUrlEncodedContent([new("email", "ada@example.org"), new("password", MailedApp.Password)]);
        using var signedUp = await App.Http.PostAsync(new Uri("/account/sign-up", UriKind.Relative), form, Stop);
        Assert.Equal("/account/devices", signedUp.Headers.Location!.OriginalString);
        var cookies = string.Join("; ", signedUp.Headers.GetValues("Set-Cookie").Select(static set => set.Split(';')[0]));

        var devices = await OpenAsync(200, "/account/devices", cookies);
        Assert.Contains("this device", devices, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/security", devices, StringComparison.Ordinal);
        var account = await OpenAsync(200, "/account", cookies);
        Assert.DoesNotContain("/account/email", account, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/delete", account, StringComparison.Ordinal);
        Assert.Contains("There is no page at this address.", await OpenAsync(404, "/account/security", cookies), StringComparison.Ordinal);
        Assert.DoesNotContain("/account/forgot-password", await OpenAsync(200, "/account/sign-in", cookies), StringComparison.Ordinal);
    }

    private async Task<string> OpenAsync(int status, string path, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookies);
        using var answer = await App.Http.SendAsync(request, Stop);
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
