using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>What the role lets one do to the users of a server, and who gets it.</summary>
public abstract class AdministrationTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    private static (string Method, string Path)[] OfOneUser { get; } =
    [
        ("GET", ""), ("POST", "/lock"), ("POST", "/unlock"), ("PUT", "/roles"), ("DELETE", "/factors"), ("DELETE", ""), ("GET", "/sessions"), ("DELETE", "/sessions"),
    ];

    [Theory]
    [MemberData(nameof(AdministrationPaths.All), MemberType = typeof(AdministrationPaths))]
    public async Task Without_the_role_there_is_no_way_in(string method, string path)
    {
        using var client = await shared.NewClient().RegisterAsync();
        path = path.Replace("{id}", await client.IdAsync(), StringComparison.Ordinal);

        await Answer.ExpectProblemAsync(403, "forbidden", await client.AskAsync(new(method), path, Administrator<TStore>.Roles("admin")));
        await Answer.ExpectProblemAsync(401, "missing_token", await client.SendAsync(new(method), path));
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.SendAsync(new(method), path, accessToken: client.Tokens.Refresh));
        await client.RefreshAsync();
        Assert.Empty(client.Tokens.Roles);
    }

    [Fact]
    public async Task Nothing_that_users_send_of_themselves_gives_them_the_role()
    {
        using var client = shared.NewClient();
        var body = new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password };
        foreach (var member in (string[])["roles", "Roles", "role", "Role", "scope", "claims", "user"])
        {
            body[member] = new JsonArray("admin");
        }

        client.Keep(await Answer.ExpectAsync(201, await client.PostAsync("/auth/register?role=admin&roles=admin", body)));
        Assert.Empty(client.Tokens.Roles);
        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync("/auth/login?roles=admin", body)));
        Assert.Empty(client.Tokens.Roles);
        body["refreshToken"] = client.Tokens.Refresh;
        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync("/auth/refresh-token", body)));
        Assert.Empty(client.Tokens.Roles);
        foreach (var method in (string[])["PUT", "PATCH", "POST"])
        {
            Assert.InRange((int)(await client.AskAsync(new(method), "/auth/me", body.DeepClone())).StatusCode, 400, 499);
        }

        client.Http.DefaultRequestHeaders.Add("X-Cardea-Roles", "admin");
        await Answer.ExpectProblemAsync(403, "forbidden", await client.GetAsync("/admin/users"));
    }

    [Fact]
    public async Task Users_are_found_by_a_piece_of_their_address()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var other = await shared.NewClient().RegisterAsync();
        var name = client.Email.Split('@')[0];

        foreach (var search in (string[])[client.Email, name, name.ToUpperInvariant()])
        {
            var found = Assert.Single((await admin.GetAsync($"/users?search={search}"))["users"]!.AsArray(), user => (string?)user!["email"] == client.Email)!;
            Assert.Equal(await client.IdAsync(), (string?)found["id"]);
            Assert.Equal(found.ToJsonString(), (await admin.GetAsync($"/users/{found["id"]}")).ToJsonString());
        }

        foreach (var nobody in (string[])["%25", "_", "*", "'", "%00", "%ff", "' OR 1=1 --", new('x', 2_000)])
        {
            Assert.Empty((await admin.GetAsync($"/users?search={nobody}"))["users"]!.AsArray());
        }

        Assert.InRange((await admin.GetAsync("/users"))["users"]!.AsArray().Count, 3, 100);
    }

    [Fact]
    public async Task Users_come_by_the_page_and_each_comes_once()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var pages = new List<JsonNode>();
        for (var next = ""; next is not null; next = (string?)pages[^1]["next"])
        {
            pages.Add(await admin.GetAsync($"/users?search=example&after={next}"));
        }

        var ids = pages.SelectMany(static page => page["users"]!.AsArray()).Select(static user => (string)user!["id"]!).ToArray();
        Assert.Contains(await client.IdAsync(), ids);
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        var first = await admin.GetAsync($"/users?after={ids[0]}");
        Assert.Equal(["next", "users"], first.AsObject().Select(static member => member.Key).Order());
        Assert.Equal(ids[1], (string?)first["users"]![0]!["id"]);

        // Other tests add users meanwhile.
        Assert.All(
            (await admin.GetAsync($"/users?after={ids[^1]}"))["users"]!.AsArray(),
            user => Assert.True(string.CompareOrdinal((string?)user!["id"], ids[^1]) > 0));
    }

    [Fact]
    public async Task Nobody_sees_a_password_a_hash_or_a_key()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var user = (await admin.GetAsync($"/users/{await client.IdAsync()}")).AsObject();

        Assert.Equal(["createdAt", "email", "emailVerified", "externalLogins", "id", "lockedAt", "roles", "secondFactors"], user.Select(static member => member.Key).Order());
        Assert.DoesNotContain("private", (await admin.GetAsync("/keys")).ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.All((await admin.GetAsync("/keys"))["keys"]!.AsArray(), static key =>
            Assert.Equal(["activeFrom", "createdAt", "expiresAt", "id", "makes"], key!.AsObject().Select(static member => member.Key).Order()));
    }

    [Fact]
    public async Task A_locked_user_is_out_at_once_and_gets_the_answer_of_a_wrong_password()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var phone = await client.LoginElsewhereAsync("phone");
        using var wrong = await client.TryLoginAsync(password: "not the right password");
        var id = await client.IdAsync();

        var locked = await admin.LockAsync(id);

        Assert.NotNull(locked["lockedAt"]);
        foreach (var device in (AuthClient[])[client, phone])
        {
            Assert.False(await device.IsAcceptedAsync());
            await Answer.ExpectProblemAsync(401, "session_ended", await device.TryRefreshAsync(device.Tokens.Refresh));
        }

        using var refused = await client.TryLoginAsync();
        Assert.Equal(wrong.StatusCode, refused.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(Stop), await refused.Content.ReadAsStringAsync(Stop));
        var since = (string?)(await admin.GetAsync($"/users/{id}"))["lockedAt"];
        Assert.Equal(since, (string?)(await admin.LockAsync(id))["lockedAt"]);
        await Answer.ExpectProblemAsync(409, "email_taken", await client.PostAsync("/auth/register", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password }));

        Assert.Null((await admin.UnlockAsync(id))["lockedAt"]);
        await Answer.ExpectProblemAsync(401, "session_ended", await phone.TryRefreshAsync(phone.Tokens.Refresh));
        using var again = await client.LoginElsewhereAsync();
        Assert.Equal(["unlocked", "locked"], (await again.EventsAsync()).Where(static happened => happened.EndsWith("locked", StringComparison.Ordinal)).Take(2));
    }

    [Fact]
    public async Task A_deleted_user_leaves_nothing_personal_and_the_address_is_free()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();
        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, $"/users/{id}"));

        Assert.False(await client.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TryLoginAsync());
        var events = (await admin.GetAsync($"/events?user={id}"))["events"]!.AsArray();
        Assert.Equal(["deleted", "registered"], events.Select(static happened => (string?)happened!["event"]).Order());
        Assert.All(events, static happened => Assert.Null(happened!["ipAddress"] ?? happened["userAgent"]));
        await client.RegisterAsync();
        Assert.NotEqual(id, await client.IdAsync());
    }

    [Fact]
    public async Task Roles_come_and_go_with_the_access_tokens_of_before()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();

        Assert.Equal("""["admin","editor"]""", (await admin.SetRolesAsync(id, "admin", "editor", "admin"))["roles"]!.ToJsonString());
        Assert.False(await client.IsAcceptedAsync());
        await client.RefreshAsync();
        Assert.Equal(["admin", "editor"], client.Tokens.Roles);
        await Answer.ExpectAsync(200, await client.GetAsync($"/admin/users/{id}"));

        await admin.SetRolesAsync(id, "editor");
        await Answer.ExpectProblemAsync(401, "invalid_token", await client.GetAsync("/admin/users"));
        await client.RefreshAsync();
        Assert.Equal(["editor"], client.Tokens.Roles);
        await Answer.ExpectProblemAsync(403, "forbidden", await client.GetAsync("/admin/users"));

        await admin.SetRolesAsync(id, "editor");
        Assert.True(await client.IsAcceptedAsync());
        await admin.SetRolesAsync(id);
        await client.RefreshAsync();
        Assert.Empty(client.Tokens.Roles);
        Assert.Equal(3, (await client.EventsAsync()).Count(static happened => happened == "roles_changed"));
    }

    [Fact]
    public async Task An_administrator_who_is_locked_is_none()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();
        await admin.SetRolesAsync(id, "admin");
        await client.RefreshAsync();
        await admin.LockAsync(id);

        await Answer.ExpectProblemAsync(401, "invalid_token", await client.AskAsync(HttpMethod.Post, $"/admin/users/{id}/unlock"));
        Assert.NotNull((await admin.GetAsync($"/users/{id}"))["lockedAt"]);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_or_all()
    {
        using var laptop = await shared.NewClient().RegisterAsync("laptop");
        using var phone = await laptop.LoginElsewhereAsync("phone");
        using var tablet = await laptop.LoginElsewhereAsync("tablet");
        using var other = await shared.NewClient().RegisterAsync();
        var path = $"/users/{await laptop.IdAsync()}/sessions";
        Assert.Equal(["laptop", "phone", "tablet"], (await admin.GetAsync(path))["sessions"]!.AsArray().Select(static session => (string)session!["device"]!).Order());

        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, $"{path}/{phone.Tokens.SessionId}"));
        Assert.False(await phone.IsAcceptedAsync());
        Assert.True(await laptop.IsAcceptedAsync());
        foreach (var none in (string[])[phone.Tokens.SessionId, other.Tokens.SessionId, "garbage"])
        {
            await Answer.ExpectProblemAsync(404, "session_not_found", await admin.AskAsync(HttpMethod.Delete, $"{path}/{none}"));
        }

        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, path));
        Assert.False(await laptop.IsAcceptedAsync());
        Assert.False(await tablet.IsAcceptedAsync());
        Assert.True(await other.IsAcceptedAsync());
        Assert.Empty((await admin.GetAsync(path))["sessions"]!.AsArray());
        using var again = await laptop.LoginElsewhereAsync();
        Assert.Equal(2, (await again.EventsAsync()).Count(static happened => happened == "sessions_ended"));
    }

    [Fact]
    public async Task Events_say_who_did_it_and_come_in_pages()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();
        for (var round = 0; round < 51; round++)
        {
            await admin.LockAsync(id);
            await admin.UnlockAsync(id);
        }

        var first = await admin.GetAsync($"/events?user={id}");
        var second = await admin.GetAsync($"/events?user={id}&before={first["next"]}");

        Assert.Equal(100, first["events"]!.AsArray().Count);
        Assert.Null(second["next"]);
        JsonNode?[] all = [.. first["events"]!.AsArray(), .. second["events"]!.AsArray()];
        Assert.Equal(103, all.DistinctBy(static happened => (string?)happened!["id"]).Count());
        Assert.Equal("registered", (string?)all[^1]!["event"]);
        Assert.Equal($"user {await admin.Client.IdAsync()}", (string?)all[0]!["detail"]);
        Assert.All(all, happened => Assert.Equal(id, (string?)happened!["userId"]));
        Assert.Equal(100, (await admin.GetAsync("/events"))["events"]!.AsArray().Count);
        Assert.Equal(100, (await admin.GetAsync($"/events?user={id}&before=garbage"))["events"]!.AsArray().Count);
        Assert.Empty((await admin.GetAsync("/events?user=%00"))["events"]!.AsArray());

        var locked = (await admin.GetAsync($"/events?user={id}&event=locked"))["events"]!.AsArray();
        Assert.Equal(51, locked.Count);
        Assert.All(locked, static happened => Assert.Equal("locked", (string?)happened!["event"]));
        Assert.NotEmpty((await admin.GetAsync("/events?event=unlocked"))["events"]!.AsArray());
        var problem = await Answer.ExpectProblemAsync(400, "validation_failed", await admin.AskAsync(HttpMethod.Get, "/events?event=Locked"));
        Assert.NotNull(problem["errors"]!["event"]);
    }

    [Fact]
    public async Task A_user_who_is_not_there_is_not_found()
    {
        foreach (var id in (string[])["01900000-0000-7000-8000-000000000000", "nobody", "%27", "a b"])
        {
            foreach (var (method, path) in OfOneUser)
            {
                await Answer.ExpectProblemAsync(404, "user_not_found", await admin.AskAsync(new(method), $"/users/{id}{path}", Administrator<TStore>.Roles("editor")));
            }
        }

        await Answer.ExpectProblemAsync(404, "key_not_found", await admin.AskAsync(HttpMethod.Delete, "/keys/none"));
        Assert.Contains((int)(await admin.AskAsync(HttpMethod.Get, "/users/%00")).StatusCode, (int[])[400, 404]);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
