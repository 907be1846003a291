using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cardea.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace Cardea.Repository.Tests;

/// <summary>An app brings its own users: they add a required factor before their session begins, and trust their devices.</summary>
public sealed partial class OwnUsersTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";

    private readonly AppUserStore _users = new();
    private MailedApp? _app;

    private MailedApp App => _app ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _app = await MailedApp.StartAsync(services =>
        {
            services.AddSingleton<IUserStore<AppUser>>(_users);
            return services.AddCardea<AppUser>(static options =>
            {
                (options.Issuer, options.RequireSecondFactor) = ("https://id.example.org", SecondFactorRequirement.All);
                options.TrustedDeviceLifetime = TimeSpan.FromDays(7);
            });
        });

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _users.Dispose();
    }

    [Fact]
    public async Task A_registration_gives_no_token_until_an_authenticator_app_is_added()
    {
        var required = await RegisterAsync();
        Assert.Equal((null, null, null), ((string?)required["accessToken"], (string?)required["refreshToken"], (string?)required["deviceToken"]));
        Assert.Equal(["totp"], required["methods"]!.AsArray().Select(static method => (string)method!));
        Assert.False((bool)required["mailCodeRequired"]!);
        var token = (string)required["enrolToken"]!;
        Assert.False(_users[Email].TwoFactorEnabled);
        await App.ExpectAsync(409, "email_taken", "/auth/register", Credentials());

        await App.ExpectAsync(404, "no_authenticator", "/auth/totp/confirm", Code(token, "123456"));
        var key = await OfferAsync(token);
        await App.ExpectAsync(401, "invalid_second_factor", "/auth/totp/confirm", Code(token, WrongCode(key)));
        Assert.False(_users[Email].TwoFactorEnabled);
        var answer = await App.ExpectAsync(200, code: null, "/auth/totp/confirm", Code(token, RightCode(key)));

        Assert.NotNull((string?)answer!["accessToken"]);
        Assert.Equal(10, answer["recoveryCodes"]!.AsArray().Count);
        Assert.True(_users[Email].TwoFactorEnabled);
        await App.ExpectAsync(401, "invalid_enrol_token", "/auth/totp/confirm", Code(token, RightCode(key)));
        await App.ExpectAsync(401, "invalid_enrol_token", "/auth/totp", new() { ["enrolToken"] = token });
        await App.ExpectAsync(403, "mfa_required", "/auth/login", Credentials());
    }

    [Fact]
    public async Task A_thief_with_the_password_needs_the_mail_too()
    {
        await RegisterAsync();
        var thief = (await App.ExpectAsync(403, "enrolment_required", "/auth/login", Credentials()))!;
        var token = (string)thief["enrolToken"]!;
        Assert.True((bool)thief["mailCodeRequired"]!);

        await App.ExpectAsync(403, "mail_code_required", "/auth/totp", new() { ["enrolToken"] = token });
        await App.ExpectAsync(403, "mail_code_required", "/auth/totp/confirm", Code(token, "123456"));
        await App.ExpectAsync(400, "invalid_code", "/auth/totp", new() { ["enrolToken"] = token, ["mailCode"] = "a guess" });
        await App.ExpectAsync(202, code: null, "/auth/enrolment/code", new() { ["enrolToken"] = token });
        var code = MailedCode().Match(await App.NextMailAsync(Email)).Value;
        var other = (string)(await App.ExpectAsync(403, "enrolment_required", "/auth/login", Credentials()))!["enrolToken"]!;
        await App.ExpectAsync(400, "invalid_code", "/auth/totp", new() { ["enrolToken"] = other, ["mailCode"] = code });

        var key = await OfferAsync(token, code);
        await App.ExpectAsync(200, code: null, "/auth/totp/confirm", Code(token, RightCode(key)));
        await App.ExpectAsync(401, "invalid_enrol_token", "/auth/enrolment/code", new() { ["enrolToken"] = other });
    }

    [Fact]
    public async Task Of_many_that_finish_one_sign_in_at_once_one_signs_in()
    {
        var token = (string)(await RegisterAsync())["enrolToken"]!;
        var key = await OfferAsync(token);
        var code = RightCode(key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => App.SendAsync("/auth/totp/confirm", Code(token, code))));

        Assert.Single(answers, static answer => answer.Status == 200);
        Assert.All(answers, static answer => Assert.Contains(answer.Status, (int[])[200, 401]));
    }

    [Fact]
    public async Task An_end_of_all_sessions_voids_the_sign_in()
    {
        var (access, _, _) = await EnrolAsync();
        _users[Email].TwoFactorEnabled = false;
        var token = (string)(await App.ExpectAsync(403, "enrolment_required", "/auth/login", Credentials()))!["enrolToken"]!;

        await App.ExpectAsync(204, code: null, "/auth/logout-all", accessToken: access);

        await App.ExpectAsync(401, "invalid_enrol_token", "/auth/totp", new() { ["enrolToken"] = token });
    }

    [Fact]
    public async Task A_trusted_device_needs_no_second_step()
    {
        var (_, key, _) = await EnrolAsync();
        var (session, trust) = await TrustAsync(key);

        var again = await App.ExpectAsync(200, code: null, "/auth/login", Credentials(trust));
        Assert.NotEqual(session, (string?)again!["sessionId"]);
        await App.ExpectAsync(403, "mfa_required", "/auth/login", Credentials("a guess"));
        await App.ExpectAsync(403, "mfa_required", "/auth/login", Credentials());
    }

    [Theory]
    [InlineData("/auth/logout-others")]
    [InlineData("/auth/logout-all")]
    public async Task An_end_of_the_sessions_from_elsewhere_ends_the_trust(string path)
    {
        var (access, key, _) = await EnrolAsync();
        var (_, trust) = await TrustAsync(key);

        await App.ExpectAsync(204, code: null, path, accessToken: access);

        await App.ExpectAsync(403, "mfa_required", "/auth/login", Credentials(trust));
    }

    [Fact]
    public async Task A_recovery_code_stands_for_the_app_once()
    {
        var (_, _, recoveryCodes) = await EnrolAsync();
        var token = await ShowPasswordAsync();
        await App.ExpectAsync(200, code: null, "/auth/mfa", new() { ["mfaToken"] = token, ["code"] = recoveryCodes[0] });

        token = await ShowPasswordAsync();
        await App.ExpectAsync(401, "invalid_second_factor", "/auth/mfa", new() { ["mfaToken"] = token, ["code"] = recoveryCodes[0] });
    }

    private async Task<JsonNode> RegisterAsync() => (await App.ExpectAsync(403, "enrolment_required", "/auth/register", Credentials()))!;

    private async Task<(string Access, string Key, string[] RecoveryCodes)> EnrolAsync()
    {
        var token = (string)(await RegisterAsync())["enrolToken"]!;
        var key = await OfferAsync(token);
        var answer = (await App.ExpectAsync(200, code: null, "/auth/totp/confirm", Code(token, RightCode(key))))!;
        return ((string)answer["accessToken"]!, key, [.. answer["recoveryCodes"]!.AsArray().Select(static code => (string)code!)]);
    }

    private async Task<(string Session, string Token)> TrustAsync(string key)
    {
        var answer = (await App.ExpectAsync(
            200, code: null, "/auth/mfa", new() { ["mfaToken"] = await ShowPasswordAsync(), ["code"] = RightCode(key), ["trustDevice"] = true }))!;
        return ((string)answer["sessionId"]!, (string)answer["trustToken"]!);
    }

    private async Task<string> ShowPasswordAsync() => (string)(await App.ExpectAsync(403, "mfa_required", "/auth/login", Credentials()))!["mfaToken"]!;

    private async Task<string> OfferAsync(string enrolToken, string? mailCode = null) =>
        (string)(await App.ExpectAsync(200, code: null, "/auth/totp", new() { ["enrolToken"] = enrolToken, ["mailCode"] = mailCode }))!["secret"]!;

    private static JsonObject Credentials(string? trustToken = null) => new() { ["email"] = Email, ["password"] = MailedApp.Password, ["trustToken"] = trustToken };

    private static JsonObject Code(string enrolToken, string code) => new() { ["enrolToken"] = enrolToken, ["code"] = code };

    private static string RightCode(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);

    // Identity takes the codes of two steps before and after.
    private static string WrongCode(string key)
    {
        var app = new Totp(Base32Encoding.ToBytes(key));
        var right = Enumerable.Range(-4, 9).Select(step => app.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30 * step))).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, 10).Select(static digit => $"00000{digit}").First(code => !right.Contains(code));
    }

    [GeneratedRegex("(?m)^[A-Za-z0-9_-]{43}(?=\\r?$)")]
    private static partial Regex MailedCode();
}
