using Cardea.Accounts;
using Cardea.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>An app finds, disables and deletes users by itself, and their tokens are refused at once.</summary>
public sealed class UsersTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";

    private MailedApp? _app;

    private MailedApp App => _app!;

    private IUsers Users => App.Services.GetRequiredService<IUsers>();

    public async ValueTask InitializeAsync() =>
        _app = await MailedApp.StartAsync(static services => services.AddCardea(static options => options.Issuer = "https://id.example.org"));

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_user_is_found_by_id_and_by_any_spelling_of_the_address()
    {
        await RegisterAsync();

        var user = await Users.FindByEmailAsync(" ADA@example.org ", TestContext.Current.CancellationToken);

        Assert.Equal((Email, false, true), (user!.Email, user.IsEmailVerified, user.IsEnabled));
        Assert.Equal(Email, (await Users.FindAsync(user.Id, TestContext.Current.CancellationToken))?.Email);
        Assert.DoesNotContain(Email, user.ToString(), StringComparison.Ordinal);
        Assert.Null(await Users.FindByEmailAsync("no address", TestContext.Current.CancellationToken));
        Assert.Null(await Users.FindAsync(new("nobody"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once_and_can_come_back()
    {
        var token = await RegisterAsync();
        var user = (await Users.FindByEmailAsync(Email, TestContext.Current.CancellationToken))!.Id;

        Assert.Equal(UserChange.Done, await Users.DisableAsync(user, TestContext.Current.CancellationToken));
        await App.ExpectAsync(401, "invalid_token", "/auth/me", accessToken: token, method: HttpMethod.Get);
        await App.ExpectAsync(401, "invalid_credentials", "/auth/login", Credentials);

        Assert.Equal(UserChange.Done, await Users.EnableAsync(user, TestContext.Current.CancellationToken));
        await App.ExpectAsync(200, code: null, "/auth/login", Credentials);
        Assert.Single(await App.Services.GetRequiredService<ISessions>().ListAsync(user, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_deleted_user_is_gone()
    {
        var token = await RegisterAsync();
        var user = (await Users.FindByEmailAsync(Email, TestContext.Current.CancellationToken))!.Id;

        Assert.Equal(UserChange.Done, await Users.DeleteAsync(user, TestContext.Current.CancellationToken));

        await App.ExpectAsync(401, "invalid_token", "/auth/me", accessToken: token, method: HttpMethod.Get);
        Assert.Null(await Users.FindAsync(user, TestContext.Current.CancellationToken));
        Assert.Equal(UserChange.NotFound, await Users.DeleteAsync(user, TestContext.Current.CancellationToken));
        Assert.Equal(UserChange.NotFound, await Users.DisableAsync(user, TestContext.Current.CancellationToken));
    }

    private static System.Text.Json.Nodes.JsonObject Credentials => new() { ["email"] = Email, ["password"] = MailedApp.Password };

    private async Task<string> RegisterAsync() => (string)(await App.ExpectAsync(201, code: null, "/auth/register", Credentials))!["accessToken"]!;
}
