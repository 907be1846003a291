using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>
/// The big list of naughty strings on every text that a client may send. Where a password is hashed, every tenth of them;
/// the environment variable <c>CARDEA_STRINGS=all</c> asks for all.
/// </summary>
public abstract class NaughtyStringTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int AtOnce = 4;

    private static readonly int Step = Environment.GetEnvironmentVariable("CARDEA_STRINGS") == "all" ? 1 : 10;

    /// <summary>Members of a body, and where they go. No hash is made for any of them.</summary>
    private static readonly (string Method, string Path, string Members)[] Bodies =
    [
        ("POST", "/auth/register", """{"email":§,"password":"short"}"""),
        ("POST", "/auth/register", """{"email":"a@example.org","password":"short","device":§}"""),
        ("POST", "/auth/refresh-token", """{"refreshToken":§}"""),
        ("POST", "/auth/logout", """{"refreshToken":§}"""),
        ("POST", "/auth/mfa", """{"mfaToken":§,"code":§}"""),
        ("POST", "/auth/email/verify", """{"token":§}"""),
        ("POST", "/auth/password/forgot", """{"email":§}"""),
        ("POST", "/auth/password/reset", """{"token":§,"newPassword":§}"""),
        ("POST", "/auth/link", """{"email":§}"""),
        ("POST", "/auth/link/sign-in", """{"token":§,"browserToken":§}"""),
        ("POST", "/auth/link/sign-in", """{"token":"","browserToken":"","device":§}"""),
        ("POST", "/auth/passkeys/sign-in", """{"token":§,"credential":{"id":§,"type":§}}"""),
        ("POST", "/auth/passkeys/reauthenticate", """{"token":§,"credential":§}"""),
        ("POST", "/auth/passkeys", """{"token":§,"credential":{"id":§},"name":§}"""),
        ("PATCH", "/auth/passkeys/AAAA", """{"name":§}"""),
        ("DELETE", "/auth/passkeys/§", ""),
        ("POST", "/auth/totp/confirm", """{"code":§}"""),
        ("PATCH", "/auth/sessions/this", """{"device":§}"""),
        ("DELETE", "/auth/sessions/§", ""),
        ("GET", "/auth/events?before=§", ""),
        ("GET", "/admin/users?search=§", ""),
        ("GET", "/admin/users/§", ""),
        ("POST", "/admin/users/§/lock", ""),
        ("POST", "/admin/users/§/unlock", ""),
        ("DELETE", "/admin/users/§", ""),
        ("GET", "/admin/users/§/sessions", ""),
        ("DELETE", "/admin/users/§/sessions", ""),
        ("DELETE", "/admin/users/nobody/sessions/§", ""),
        ("PUT", "/admin/users/§/roles", """{"roles":[§]}"""),
        ("GET", "/admin/events?user=§&before=§", ""),
        ("DELETE", "/admin/keys/§", ""),
    ];

    private static readonly (string Method, string Path, string Members)[] Hashed =
    [
        ("POST", "/auth/login", """{"email":§,"password":§}"""),
        ("POST", "/auth/register", """{"email":"c@example.org","password":§}"""),
        ("POST", "/auth/register", """{"email":"d@example.org","password":"correct horse battery staple","device":§}"""),
        ("POST", "/auth/reauthenticate", """{"password":§}"""),
        ("POST", "/auth/password/change", """{"currentPassword":§,"newPassword":§}"""),
        ("POST", "/auth/password/change", """{"currentPassword":"correct horse battery staple","newPassword":§}"""),
        ("POST", "/auth/email/change", """{"newEmail":"b@example.org","password":§}"""),
        ("POST", "/auth/email/change", """{"newEmail":§,"password":"correct horse battery staple"}"""),
        ("DELETE", "/auth/me", """{"password":§}"""),
    ];

    private static readonly string[] Headers = ["User-Agent", "Accept-Language", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "Origin", "Last-Event-ID"];

    [Fact]
    public async Task Nothing_that_is_sent_fails_the_server()
    {
        await using (var command = Store.Run(["users", "add", "admin@example.org", "--role", "admin"]))
        {
            await command.WriteLineAsync(AuthClient.Password);
            Assert.Equal(0, await command.ExitAsync());
        }

        await using var server = await Store.StartAsync(
            ("Cardea__Attempts__PerAccount", "1000"), ("Cardea__Attempts__PerNetwork", "100000"),
            ("Cardea__AccountPages", "https://app.example.org/account"), ("Cardea__SignInByLink", "true"));
        using var admin = await server.NewClient().LoginAsync("admin@example.org");
        var strings = await ReadAsync();
        var few = strings.Where(static (_, index) => index % Step == 0).ToArray();

        await SendAsync(admin, from place in Bodies from text in strings select Request(place, text, admin));
        foreach (var place in Hashed)
        {
            // An account of its own: each wrong password counts.
            using var user = new AuthClient(server.Address);
            await user.RegisterAsync();
            await SendAsync(user, few.Select(text => Request(place, text, user)));
        }

        await SendAsync(admin, from text in strings from member in (string[])["refresh_token", "grant_type", "client_id"] select Form(member, text));
        await SendAsync(admin, from name in Headers from text in strings where !text.AsSpan().ContainsAny("\r\n\0") select Header(name, text));

        Assert.True(await admin.IsAcceptedAsync());
        Assert.DoesNotContain("fail: ", server.Log, StringComparison.Ordinal);
    }

    private static async Task<string[]> ReadAsync()
    {
        NodeScript.SkipIfMissing();
        await using var file = File.OpenRead(Repository.PathOf("tests", "Cardea.Server.Tests", "Clients", "node_modules", "big-list-of-naughty-strings", "blns.json"));
        var strings = (await JsonSerializer.DeserializeAsync<string[]>(file, cancellationToken: Stop))!;
        return [.. strings, "\0", "a\0b", "\u202e", "\uffff", "%00", "..%2f", new('x', 5_000), new('\u0130', 2_000)];
    }

    private static async Task SendAsync(AuthClient client, IEnumerable<HttpRequestMessage> requests) => await Parallel.ForEachAsync(
        requests,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
        async (request, cancellationToken) =>
        {
            using (request)
            {
                using var answer = await client.Http.SendAsync(request, cancellationToken);
                Assert.True(
                    (int)answer.StatusCode < 500,
                    $"{request.Method} {request.RequestUri} {request.Headers} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken))} answered {(int)answer.StatusCode}");
            }
        });

    private static HttpRequestMessage Request((string Method, string Path, string Members) place, string text, AuthClient client)
    {
        var session = place.Path.Replace("/this", $"/{client.Tokens.SessionId}", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new(place.Method), session.Replace("§", Uri.EscapeDataString(text), StringComparison.Ordinal));
        if (place.Members.Length > 0)
        {
            var body = place.Members.Replace("§", JsonValue.Create(text).ToJsonString(), StringComparison.Ordinal);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = new("Bearer", client.Tokens.Access);
        return request;
    }

    private static HttpRequestMessage Form(string member, string text) => new(HttpMethod.Post, "/oauth/token")
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["refresh_token"] = "none", [member] = text,
        }),
    };

    private static HttpRequestMessage Header(string name, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/auth/refresh-token") { Content = JsonContent.Create(new { refreshToken = "none" }) };
        request.Headers.TryAddWithoutValidation(name, text);
        return request;
    }
}
