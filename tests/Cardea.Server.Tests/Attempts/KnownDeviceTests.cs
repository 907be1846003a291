using System.Net;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Attempts;

/// <summary>Strangers can't lock the owner out of a device that the owner uses, on any node.</summary>
public abstract class KnownDeviceTests<TStore> : NodeStoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int Limit = 10;

    [Fact]
    public async Task During_a_flood_of_guesses_the_owner_signs_in_on_a_known_device()
    {
        CardeaProcess[] nodes = [await StartAsync(), await StartAsync()];
        using var owner = await nodes[0].NewClient().RegisterAsync();
        using var newDevice = nodes[1].NewClient();
        await CloseToStrangersAsync(nodes[0], owner.Email);

        // By the cookie, which the browser brings to every node of the issuer.
        await owner.LoginAsync(owner.Email);

        // By the member of the body, from another device of the same app on another node.
        var (token, cookieless) = (await SignInForTokenAsync(owner), nodes[1].NewClient());
        using (cookieless)
        {
            await Answer.ExpectAsync(200, await LoginAsync(cookieless, owner.Email, AuthClient.Password, token));
        }

        await Answer.ExpectAsync(200, await LoginAsync(newDevice, owner.Email, AuthClient.Password, deviceToken: null));
    }

    [Fact]
    public async Task A_new_device_is_a_stranger_until_it_has_signed_in()
    {
        var node = await StartAsync();
        using var owner = await node.NewClient().RegisterAsync();
        await CloseToStrangersAsync(node, owner.Email);
        using var newDevice = node.NewClient();

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await LoginAsync(newDevice, owner.Email, AuthClient.Password, deviceToken: null));
    }

    [Fact]
    public async Task A_live_session_is_a_known_device()
    {
        var node = await StartAsync();
        using var owner = await node.NewClient().RegisterAsync();
        await CloseToStrangersAsync(node, owner.Email);
        using var cookieless = node.NewClient();

        await Answer.ExpectAsync(
            200, await cookieless.PostAsync("/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password }, owner.Tokens.Access));
    }

    [Fact]
    public async Task A_token_is_of_one_user_and_a_changed_one_is_of_nobody()
    {
        var node = await StartAsync();
        using var owner = await node.NewClient().RegisterAsync();
        using var other = await node.NewClient().RegisterAsync();
        var (token, others) = (await SignInForTokenAsync(owner), await SignInForTokenAsync(other));
        await CloseToStrangersAsync(node, owner.Email);
        using var cookieless = node.NewClient();

        foreach (var wrong in (string[])[others, token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'), "", new('A', token.Length), "\0"])
        {
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await LoginAsync(cookieless, owner.Email, AuthClient.Password, wrong));
        }

        await Answer.ExpectAsync(200, await LoginAsync(cookieless, owner.Email, AuthClient.Password, token));
    }

    [Fact]
    public async Task A_logout_keeps_the_device_known_and_a_logout_of_all_makes_the_others_strangers()
    {
        var node = await StartAsync();
        using var owner = await node.NewClient().RegisterAsync();
        using var phone = await owner.LoginElsewhereAsync();
        var lost = await SignInForTokenAsync(owner);
        await Answer.ExpectStatusAsync(204, await phone.PostAsync("/auth/logout", accessToken: phone.Tokens.Access));
        await CloseToStrangersAsync(node, owner.Email);
        await phone.LoginAsync(owner.Email);

        await Answer.ExpectStatusAsync(204, await owner.AskAsync(HttpMethod.Post, "/auth/logout-all"));

        await CloseToStrangersAsync(node, owner.Email);
        using var cookieless = node.NewClient();
        await Answer.ExpectProblemAsync(429, "too_many_attempts", await LoginAsync(cookieless, owner.Email, AuthClient.Password, lost));
        await Answer.ExpectProblemAsync(429, "too_many_attempts", await phone.TryLoginAsync());
        await owner.LoginAsync(owner.Email);
    }

    [Fact]
    public async Task A_known_device_guesses_ten_times_and_leaves_strangers_their_own()
    {
        var node = await StartAsync();
        using var owner = await node.NewClient().RegisterAsync();
        for (var guess = 0; guess < Limit; guess++)
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TryLoginAsync(password: "the wrong password"));
        }

        await Answer.ExpectProblemAsync(429, "too_many_attempts", await owner.TryLoginAsync());
        using var newDevice = await owner.LoginElsewhereAsync();
    }

    [Fact]
    public async Task The_cookie_is_for_the_server_only()
    {
        var node = await StartAsync();
        using var client = node.NewClient();
        using var answer = await client.PostAsync("/auth/register", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password });

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^cardea-[0-9]+-device=", cookie);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; max-age=15552000", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Under_https_the_cookie_is_bound_to_its_host()
    {
        var node = await StartAsync(("Cardea__Issuer", "https://id.example.org"));
        using var client = node.NewClient();
        using var answer = await client.PostAsync("/auth/register", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password });

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-cardea-device=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> SignInForTokenAsync(AuthClient owner) =>
        (string)(await Answer.ExpectAsync(200, await owner.TryLoginAsync()))["deviceToken"]!;

    private static Task<HttpResponseMessage> LoginAsync(AuthClient client, string email, string password, string? deviceToken) =>
        client.PostAsync("/auth/login", new JsonObject { ["email"] = email, ["password"] = password, ["deviceToken"] = deviceToken });

    private static async Task CloseToStrangersAsync(CardeaProcess node, string email)
    {
        using var stranger = node.NewClient();
        HttpStatusCode status;
        do
        {
            using var answer = await LoginAsync(stranger, email, "the wrong password", deviceToken: null);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    private Task<CardeaProcess> StartAsync(params (string Name, string Value)[] settings) =>
        StartNodeAsync([("Cardea__Attempts__PerNetwork", "1000"), .. settings]);
}
