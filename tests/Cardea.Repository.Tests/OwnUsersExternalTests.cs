using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.AspNetCore.External;
using Cardea.Server.Tests.External;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests;

/// <summary>An app brings its own users, who sign in with a provider: their logins are where ASP.NET Core Identity keeps them.</summary>
public sealed class OwnUsersExternalTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";
    private const string ReturnUrl = "http://127.0.0.1:7777/signed-in";

    private readonly LinkingUserStore _users = new();
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private StandInProvider? _provider;
    private MailedApp? _app;

    private MailedApp App => _app ?? throw new InvalidOperationException("Not started.");

    private StandInProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    private string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));

    public async ValueTask InitializeAsync()
    {
        _provider = await StandInProvider.StartAsync();
        _app = await StartAsync(_users);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
        _users.Dispose();
    }

    [Fact]
    public async Task A_new_person_becomes_a_user_of_the_app_and_comes_back_to_the_account()
    {
        var subject = Provider.SignInAs(Email);
        await SignInAsync(200);

        var user = _users[Email];
        Assert.Equal((true, null), (user.EmailConfirmed, user.PasswordHash));
        Assert.Equal((Provider.Issuer, subject), user.Logins.Select(static login => (login.LoginProvider, login.ProviderKey)).Single());

        // The login is the user, whatever address the provider says.
        Provider.SignInAs("another@example.org", subject: subject);
        Assert.Equal(user.Id, UserOf(await SignInAsync(200)));
    }

    [Fact]
    public async Task The_owner_of_the_address_confirms_a_login_before_it_signs_in()
    {
        var access = await RegisterAsync();
        _users[Email].EmailConfirmed = true;
        var subject = Provider.SignInAs(Email);
        var token = (string)(await SignInAsync(409, "link_required"))!["linkToken"]!;
        Assert.Empty(_users[Email].Logins);

        await App.ExpectAsync(401, "missing_token", "/auth/external/confirm", Step("linkToken", token));
        await App.ExpectAsync(204, code: null, "/auth/external/confirm", Step("linkToken", token), access);
        await App.ExpectAsync(400, "invalid_code", "/auth/external/confirm", Step("linkToken", token), access);

        Assert.Equal((Provider.Issuer, subject), _users[Email].Logins.Select(static login => (login.LoginProvider, login.ProviderKey)).Single());
        Assert.Equal(_users[Email].Id, UserOf(await SignInAsync(200)));
        Assert.Contains("provider", await App.NextMailAsync(Email), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_account_that_was_never_verified_is_proved_and_not_taken_over()
    {
        await RegisterAsync();
        Provider.SignInAs(Email);
        var required = (await SignInAsync(403, "proof_required"))!;
        Assert.Equal(["session", "password"], required["methods"]!.AsArray().Select(static method => (string)method!));
        var token = (string)required["externalToken"]!;

        await App.ExpectAsync(400, "invalid_code", "/auth/external/complete", Step("externalToken", token, ("takeOver", true)));
        await App.ExpectAsync(401, "invalid_credentials", "/auth/external/complete", Step("externalToken", token, ("password", "wrong horse battery staple")));
        await App.ExpectAsync(200, code: null, "/auth/external/complete", Step("externalToken", token, ("password", MailedApp.Password)));

        Assert.True(_users[Email].EmailConfirmed);
        Assert.Equal(_users[Email].Id, UserOf(await SignInAsync(200)));
    }

    [Fact]
    public async Task An_address_that_nobody_vouches_for_is_proved_by_mail()
    {
        Provider.SignInAs(Email, isVerified: false);
        var token = (string)(await SignInAsync(403, "email_required"))!["externalToken"]!;
        await App.ExpectAsync(202, code: null, "/auth/external/complete", Step("externalToken", token, ("email", Email)));
        var digits = (await App.NextMailAsync(Email)).Split('\n').Select(static line => line.Trim()).First(static line => line.Length == 8 && line.All(char.IsAsciiDigit));

        await App.ExpectAsync(200, code: null, "/auth/external/complete", Step("externalToken", token, ("code", digits)));

        Assert.True(_users[Email].EmailConfirmed);
        Assert.Single(_users[Email].Logins);
    }

    [Fact]
    public async Task A_removed_login_ends_its_sessions_and_the_last_way_in_stays()
    {
        var access = await RegisterAsync();
        _users[Email].EmailConfirmed = true;
        Provider.SignInAs(Email);
        var token = (string)(await SignInAsync(409, "link_required"))!["linkToken"]!;
        await App.ExpectAsync(204, code: null, "/auth/external/confirm", Step("linkToken", token), access);
        var began = (string)(await SignInAsync(200))!["refreshToken"]!;

        var hash = _users[Email].PasswordHash;
        _users[Email].PasswordHash = null;
        await App.ExpectAsync(409, "last_sign_in_method", "/auth/external/work/link", [], access, HttpMethod.Delete);
        _users[Email].PasswordHash = hash;
        await App.ExpectAsync(204, code: null, "/auth/external/work/link", [], access, HttpMethod.Delete);

        Assert.Empty(_users[Email].Logins);
        await App.ExpectAsync(401, "session_ended", "/auth/refresh-token", new() { ["refreshToken"] = began });
        await App.ExpectAsync(404, "external_login_not_found", "/auth/external/work/link", [], access, HttpMethod.Delete);
    }

    [Fact]
    public async Task The_sessions_of_a_login_end_before_it_is_removed_and_once_more_afterwards()
    {
        var access = await RegisterAsync();
        _users[Email].EmailConfirmed = true;
        var subject = Provider.SignInAs(Email);
        var token = (string)(await SignInAsync(409, "link_required"))!["linkToken"]!;
        await App.ExpectAsync(204, code: null, "/auth/external/confirm", Step("linkToken", token), access);
        var began = (string)(await SignInAsync(200))!["refreshToken"]!;
        string? between = null;
        _users.Removing = async () =>
        {
            await App.ExpectAsync(401, "session_ended", "/auth/refresh-token", new() { ["refreshToken"] = began });

            // A sign-in that the provider signed after the noted logout: its times are whole seconds.
            await Task.Delay(TimeSpan.FromSeconds(1.5), Stop);
            Provider.SignInAs(Email, subject: subject);
            between = (string)(await SignInAsync(200))!["refreshToken"]!;
        };

        await App.ExpectAsync(204, code: null, "/auth/external/work/link", [], access, HttpMethod.Delete);

        await App.ExpectAsync(401, "session_ended", "/auth/refresh-token", new() { ["refreshToken"] = between });
    }

    [Fact]
    public async Task A_session_links_a_login_once_and_to_one_user()
    {
        var access = await RegisterAsync();
        var other = await RegisterAsync("bob@example.org");
        Provider.SignInAs();
        await LinkAsync(access, 204);

        await LinkAsync(other, 409, "external_login_taken");

        Assert.Equal((1, 0), (_users[Email].Logins.Count, _users["bob@example.org"].Logins.Count));
    }

    [Fact]
    public async Task Logins_that_the_handlers_of_the_framework_stored_go_on()
    {
        // Microsoft's handler stores another id than the subject.
        await RegisterAsync();
        var user = _users[Email];
        user.Logins.Add(new("Google", "1", "Google"));
        user.Logins.Add(new("Microsoft", "2", "Microsoft"));
        await using var scope = App.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<IExternalAccounts>();

        Assert.Equal(new UserId(user.Id), await accounts.FindByLoginAsync("https://accounts.google.com", "1", Stop));
        Assert.Null(await accounts.FindByLoginAsync("https://accounts.google.com", "2", Stop));
        Assert.Null(await accounts.FindByLoginAsync("https://login.microsoftonline.com", "2", Stop));
    }

    [Fact]
    public async Task A_user_who_was_stored_without_the_login_is_completed_by_the_next_sign_in()
    {
        // As a process leaves it that is killed between the two.
        var user = new AppUser { UserName = Email, NormalizedUserName = Email.ToUpperInvariant(), Email = Email, NormalizedEmail = Email.ToUpperInvariant() };
        await _users.CreateAsync(user, Stop);
        Provider.SignInAs(Email);

        Assert.Equal(user.Id, UserOf(await SignInAsync(200)));

        Assert.True(user.EmailConfirmed);
        Assert.Single(user.Logins);
    }

    [Fact]
    public async Task A_store_that_keeps_no_logins_is_refused_at_start()
    {
        using var store = new AppUserStore();

        var refused = await Assert.ThrowsAsync<SetupException>(() => StartAsync(store));

        Assert.Equal("The user store AppUserStore does not implement IUserLoginStore, so it can't keep users' accounts at providers: implement it, or remove Cardea:Providers.", refused.Message);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<MailedApp> StartAsync(AppUserStore users) => MailedApp.StartAsync(services =>
    {
        services.AddSingleton<IUserStore<AppUser>>(users);
        return services.AddCardea<AppUser>(static options =>
        {
            options.Issuer = "https://id.example.org";
            options.ReturnUrls.Add(ReturnUrl);
        }).AddProviders(
            new ConfigurationBuilder().Build(),
            options => options.Providers["work"] = new() { Issuer = Provider.Issuer, ClientId = StandInProvider.ClientId, ClientSecret = "secret", TrustsEmail = true });
    });

    private async Task<string> RegisterAsync(string email = Email) =>
        (string)(await App.ExpectAsync(201, code: null, "/auth/register", new() { ["email"] = email, ["password"] = MailedApp.Password }))!["accessToken"]!;

    private async Task LinkAsync(string accessToken, int status, string? code = null)
    {
        var begun = (await App.ExpectAsync(
            200, code: null, "/auth/external/work/link", new() { ["returnUrl"] = ReturnUrl, ["codeChallenge"] = Challenge }, accessToken))!;
        await App.ExpectAsync(status, code, "/auth/external/exchange", Step("code", await VisitAsync((string)begun["url"]!)), accessToken);
    }

    private async Task<JsonNode?> SignInAsync(int status, string? code = null) => await App.ExpectAsync(
        status, code, "/auth/external/exchange", Step("code", await VisitAsync($"/auth/external/work?returnUrl={Uri.EscapeDataString(ReturnUrl)}&codeChallenge={Challenge}")));

    // The issuer is another address than that of the app in this process, so the browser keeps its cookie by hand.
    private async Task<string> VisitAsync(string address)
    {
        using var begun = await App.Http.GetAsync(new Uri(Local(address), UriKind.Relative), Stop);
        var cookie = begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var atProvider = new HttpClient(handler);
        using var agreed = await atProvider.GetAsync(new Uri(begun.Headers.Location! + Provider.Visit()), Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, Local(agreed.Headers.Location!.ToString()));
        request.Headers.Add("Cookie", cookie);
        using var back = await App.Http.SendAsync(request, Stop);
        return QueryHelpers.ParseQuery(back.Headers.Location!.Query)["code"].ToString();
    }

    private static string Local(string address) => address.Replace("https://id.example.org", "", StringComparison.Ordinal);

    private JsonObject Step(string name, string token, params (string Name, JsonNode Value)[] members)
    {
        var step = new JsonObject { [name] = token, ["codeVerifier"] = _verifier };
        foreach (var (member, value) in members)
        {
            step[member] = value;
        }

        return step;
    }

    private static string UserOf(JsonNode? tokens) =>
        (string)JsonNode.Parse(Base64Url.DecodeFromChars(((string)tokens!["accessToken"]!).Split('.')[1]))!["sub"]!;
}
