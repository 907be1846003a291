using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Devices that need no second step for a while.</summary>
public abstract class TrustedDeviceTests<TStore>(StrictServer<TStore> strict)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_device_that_its_user_trusts_needs_no_second_step_and_says_so()
    {
        var (client, _, token) = await TrustAsync();
        using var owner = client;

        using var trusted = await LoginAsync(owner.Email, token);
        Assert.Equal(["pwd"], trusted.Tokens.Amr);
        Assert.Equal(["signed_in", "device_trusted"], (await owner.EventsAsync())[..2]);
        Assert.Equal("pwd trusted_device", (string?)(await owner.ListEventsAsync())[0]!["detail"]);

        // Another device, another user, another token.
        using var elsewhere = strict.NewClient();
        await Answer.ExpectProblemAsync(403, "mfa_required", await TryAsync(elsewhere, owner.Email, trustToken: null));
        await Answer.ExpectProblemAsync(403, "mfa_required", await TryAsync(elsewhere, owner.Email, "a guess"));
        var (other, _, _) = await strict.RegisterAsync();
        using var stranger = other;
        await Answer.ExpectProblemAsync(403, "mfa_required", await TryAsync(elsewhere, stranger.Email, token));

        // What needs a second factor asks for it.
        await strict.RunAsync("users", "roles", owner.Email, "--add", "admin");
        using var administrator = await LoginAsync(owner.Email, token);
        await Answer.ExpectProblemAsync(403, "second_factor_required", await administrator.GetAsync("/admin/users"));
        await Answer.ExpectProblemAsync(403, "mfa_required", await administrator.AskAsync(
            HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password }));
    }

    [Fact]
    public async Task A_browser_has_it_in_a_cookie_of_its_own_that_outlives_the_logout()
    {
        var (registered, _, codes) = await strict.RegisterAsync();
        using var client = registered;
        var step = await FirstStep.ShowPasswordAsync(client);
        using var answer = await FinishAsync(client, step, codes[0]);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), static cookie => cookie.Contains("-trust=", StringComparison.Ordinal));
        Assert.Matches("^cardea-[0-9]+-trust=.*; max-age=604800; path=/; samesite=lax; httponly$", cookie);
        client.Keep(await Answer.ExpectAsync(200, answer));

        await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout"));
        client.Keep(await Answer.ExpectAsync(200, await client.TryLoginAsync()));
        Assert.Equal(["pwd"], client.Tokens.Amr);
    }

    [Fact]
    public async Task Its_user_is_given_it_among_all_that_is_kept_but_not_its_secret()
    {
        var (client, session, token) = await TrustAsync();
        using var owner = client;

        var data = await Answer.ExpectAsync(200, await owner.GetAsync("/auth/me/data"));

        var device = Assert.Single(data["trustedDevices"]!.AsArray())!;
        Assert.Equal(session, (string?)device["sessionId"]);
        Assert.Equal(TimeSpan.FromDays(7), (DateTimeOffset)device["expiresAt"]! - (DateTimeOffset)device["createdAt"]!);
        Assert.DoesNotContain(token, data.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_a_second_step_that_asks_for_it_makes_it()
    {
        var (registered, _, codes) = await strict.RegisterAsync();
        using var client = registered;
        var step = await FirstStep.ShowPasswordAsync(client);

        Assert.Null((await Answer.ExpectAsync(200, await step.TryAsync(codes[0])))["trustToken"]);
    }

    [Fact]
    public async Task What_changes_how_the_user_signs_in_ends_it()
    {
        Func<AuthClient, string[], Task>[] changes =
        [
            static async (client, _) => await Answer.ExpectStatusAsync(200, await client.ChangePasswordAsync()),
            static async (client, _) => await Answer.ExpectStatusAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/recovery-codes")),
            static async (client, _) => await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout-others")),
            static async (client, _) => await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout-all")),
            static async (client, sessions) => await Answer.ExpectStatusAsync(204, await client.AskAsync(HttpMethod.Delete, $"/auth/sessions/{sessions[0]}")),
        ];
        foreach (var change in changes)
        {
            var (client, session, token) = await TrustAsync();
            using var owner = client;
            await change(owner, [session]);

            await ExpectNoTrustAsync(owner.Email, token);
        }
    }

    [Fact]
    public async Task Where_no_device_is_trusted_what_was_stored_means_nothing()
    {
        var (client, _, token) = await TrustAsync();
        using var owner = client;
        await using var off = await strict.StartTwinAsync("all", trusted: "00:00:00");
        using var device = off.NewClient();

        await Answer.ExpectProblemAsync(403, "mfa_required", await TryAsync(device, owner.Email, token));
    }

    // A second device of the user is trusted; answers its session and its token.
    private async Task<(AuthClient Owner, string Session, string Token)> TrustAsync()
    {
        var (owner, _, codes) = await strict.RegisterAsync();
        using var device = strict.NewClient();
        var step = await FirstStep.OfAsync(device, device.TrySignInAsync(owner.Email));
        var answer = await Answer.ExpectAsync(200, await FinishAsync(device, step, codes[0]));
        return (owner, (string)answer["sessionId"]!, (string)answer["trustToken"]!);
    }

    private static Task<HttpResponseMessage> FinishAsync(AuthClient client, FirstStep step, string code) =>
        client.PostAsync("/auth/mfa", new JsonObject { ["mfaToken"] = step.MfaToken, ["code"] = code, ["trustDevice"] = true });

    private static Task<HttpResponseMessage> TryAsync(AuthClient client, string email, string? trustToken) =>
        client.PostAsync("/auth/login", new JsonObject { ["email"] = email, ["password"] = AuthClient.Password, ["trustToken"] = trustToken });

    // With the old password and the new one.
    private async Task ExpectNoTrustAsync(string email, string token)
    {
        using var device = strict.NewClient();
        using var again = await TryAsync(device, email, token);
        using var renewed = await device.PostAsync(
            "/auth/login", new JsonObject { ["email"] = email, ["password"] = AccountRequests.NewPassword, ["trustToken"] = token });
        Assert.DoesNotContain(200, (int[])[(int)again.StatusCode, (int)renewed.StatusCode]);
    }

    private async Task<AuthClient> LoginAsync(string email, string trustToken)
    {
        var client = strict.NewClient();
        client.Keep(await Answer.ExpectAsync(200, await TryAsync(client, email, trustToken)));
        return client;
    }
}
