using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Audiences;

/// <summary>Changes that outlive an access token: a token that APIs receive makes none of them without the password.</summary>
public abstract class LastingChangeTests<TStore>(AudienceServer<TStore> audience) : IClassFixture<AudienceServer<TStore>>
    where TStore : TestStore, new()
{
    // What a token of the APIs may do for good measure.
    private static readonly string[] NotLasting =
    [
        "POST /auth/logout-others", "POST /auth/logout-all", "DELETE /auth/sessions", "PATCH /auth/sessions",
        "POST /auth/reauthenticate", "POST /auth/passkeys/reauthenticate", "POST /auth/email/verification",
    ];

    // Each with its status once the change is proved. The last one deletes the account.
    private static readonly (string Method, string Path, int Status)[] Changes =
    [
        ("POST", "/auth/password/change", 400), ("POST", "/auth/email/change", 400),
        ("POST", "/auth/totp", 200), ("POST", "/auth/totp/confirm", 401), ("DELETE", "/auth/totp", 404),
        ("POST", "/auth/recovery-codes", 409),
        ("POST", "/auth/passkeys", 400), ("POST", "/auth/passkeys/options", 200), ("PATCH", "/auth/passkeys/AAAA", 404), ("DELETE", "/auth/passkeys/AAAA", 404),
        ("POST", "/admin/users/somebody/lock", 404), ("POST", "/admin/users/somebody/unlock", 404), ("PUT", "/admin/users/somebody/roles", 404),
        ("DELETE", "/admin/users/somebody/factors", 404), ("DELETE", "/admin/users/somebody", 404),
        ("DELETE", "/admin/users/somebody/sessions", 404), ("DELETE", "/admin/users/somebody/sessions/01900000-0000-7000-8000-000000000000", 404),
        ("POST", "/admin/invitations", 400), ("DELETE", "/admin/invitations/somebody", 404),
        ("POST", "/admin/keys/rotate", 200), ("DELETE", "/admin/keys/k", 404),
        ("DELETE", "/auth/me", 204),
    ];

    // These ask for the password whatever the token is for.
    private static readonly string[] ByPassword = ["/auth/password/change", "/auth/email/change", "/auth/me"];

    // These need a body.
    private static readonly string[] WithBody = [.. ByPassword, "/auth/totp/confirm", "/auth/passkeys", "/auth/passkeys/AAAA", "/admin/users/somebody/roles", "/admin/invitations"];

    [Fact]
    public void Every_protected_write_is_a_lasting_change_or_known_to_be_none() => Assert.Equal(
        ContractPaths.Protected.Select(static row => $"{row.Data.Item1} {row.Data.Item2}")
            .Where(static one => !one.StartsWith("GET", StringComparison.Ordinal) && !NotLasting.Any(one.StartsWith))
            .Order(StringComparer.Ordinal),
        Changes.Select(static change => $"{change.Method} {change.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_token_of_the_apis_makes_no_lasting_change_without_the_password()
    {
        using var client = await audience.AddAdministratorAsync();
        foreach (var (method, path, status) in Changes)
        {
            if (!WithBody.Contains(path))
            {
                await Answer.ExpectProblemAsync(403, "account_token_required", await client.AskAsync(new(method), path));
            }

            await Answer.ExpectProblemAsync(403, "account_token_required", await client.AskAsync(new(method), path, Body(password: null)));
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.AskAsync(new(method), path, Body("not the right password")));
            await Answer.ExpectAsync(status, await client.AskAsync(new(method), path, Body(AuthClient.Password)));
        }
    }

    [Fact]
    public async Task A_token_for_the_issuer_makes_each()
    {
        using var client = await audience.AddAdministratorAsync();
        await audience.RefreshForIssuerAsync(client);
        foreach (var (method, path, status) in Changes)
        {
            if (!ByPassword.Contains(path))
            {
                await Answer.ExpectAsync(status, await client.AskAsync(new(method), path, WithBody.Contains(path) ? Body(password: null) : null));
            }
        }

        // Where the token is proof enough, nobody compares a password.
        await Answer.ExpectAsync(404, await client.AskAsync(HttpMethod.Delete, "/auth/totp", Body("not the right password")));
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/me/data"));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.DeleteAccountAsync(null));
        await Answer.ExpectAsync(204, await client.DeleteAccountAsync());
    }

    [Fact]
    public async Task A_token_of_the_apis_reads_and_ends_sessions_and_exports_nothing()
    {
        using var client = await audience.AddAdministratorAsync();
        using var phone = await client.LoginElsewhereAsync();
        foreach (var path in (string[])["/auth/me", "/auth/sessions", "/auth/events", "/auth/totp", "/auth/passkeys", "/auth/recovery-codes", "/admin/users", "/admin/keys"])
        {
            await Answer.ExpectAsync(200, await client.GetAsync(path));
        }

        await Answer.ExpectProblemAsync(403, "account_token_required", await client.GetAsync("/auth/me/data"));
        await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/sessions/{phone.Tokens.SessionId}"));
        await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout-others"));
        Assert.True(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_factor_is_enrolled_and_removed_with_the_password_alone()
    {
        using var client = await audience.RegisterAsync();
        var offered = await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp", Body(AuthClient.Password)));
        var app = new AuthenticatorApp((string)offered["secret"]!);
        var confirmation = Body(AuthClient.Password);
        confirmation["code"] = app.NextCode();
        await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp/confirm", confirmation));
        await Answer.ExpectProblemAsync(403, "account_token_required", await client.AskAsync(HttpMethod.Delete, "/auth/totp"));

        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Delete, "/auth/totp", Body(AuthClient.Password)));
    }

    [Fact]
    public async Task A_password_in_a_change_is_a_guess()
    {
        using var client = await audience.RegisterAsync();
        for (var guess = 0; guess < 30; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.AskAsync(HttpMethod.Delete, "/auth/totp", Body("not the right password")));
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await client.AskAsync(HttpMethod.Delete, "/auth/totp", Body(AuthClient.Password)));
        Assert.Contains("sign_in_failed", await client.EventsAsync());
    }

    [Fact]
    public async Task Somebody_without_the_role_learns_that_first()
    {
        using var client = await audience.RegisterAsync();

        await Answer.ExpectProblemAsync(403, "forbidden", await client.AskAsync(HttpMethod.Post, "/admin/keys/rotate", Body(AuthClient.Password)));
    }

    private static JsonObject Body(string? password) => new()
    {
        ["password"] = password,
        ["currentPassword"] = password,
        ["newPassword"] = "short",
        ["roles"] = new JsonArray(),
        ["code"] = "1",
    };
}
