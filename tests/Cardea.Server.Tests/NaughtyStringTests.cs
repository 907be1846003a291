using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>
/// The big list of naughty strings, and every text that a client may send: each place gets a fifth of the list, and each string
/// gets to a fifth of the places. The environment variable <c>CARDEA_STRINGS=all</c> sends all of them everywhere.
/// </summary>
public abstract class NaughtyStringTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const int AtOnce = 8;

    private static readonly int Share = Environment.GetEnvironmentVariable("CARDEA_STRINGS") == "all" ? 1 : 5;

    /// <summary>What an administrator may send, with a place for the string.</summary>
    private static readonly (string Method, string Path, string Members)[] Places =
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
        ("DELETE", "/admin/users/§/factors", ""),
        ("DELETE", "/admin/users/§", ""),
        ("GET", "/admin/users/§/sessions", ""),
        ("DELETE", "/admin/users/§/sessions", ""),
        ("DELETE", "/admin/users/nobody/sessions/§", ""),
        ("PUT", "/admin/users/§/roles", """{"roles":[§]}"""),
        ("GET", "/admin/users?after=§", ""),
        ("GET", "/admin/invitations?after=§", ""),
        ("POST", "/admin/invitations", """{"email":§}"""),
        ("DELETE", "/admin/invitations/§", ""),
        ("GET", "/admin/events?user=§&before=§", ""),
        ("DELETE", "/admin/keys/§", ""),
    ];

    /// <summary>What counts as guessing at a password, and each takes a hash.</summary>
    private static readonly (string Method, string Path, string Members)[] Guesses =
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

    private static readonly string[] Members = ["refresh_token", "grant_type", "client_id"];

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
            ("Cardea__Attempts__PerAccount", "50"), ("Cardea__Attempts__PerNetwork", "100000"),
            ("Cardea__AccountPages", "https://app.example.org/account"), ("Cardea__SignInByLink", "true"));
        using var admin = await server.NewClient().LoginAsync("admin@example.org");
        var strings = await ReadAsync();

        await SendAsync(admin.Http, Places.SelectMany((place, index) => ShareOf(strings, index).Select(text => Request(place, text, admin))));
        for (var index = 0; index < Guesses.Length; index++)
        {
            await GuessAsync(server, Guesses[index], ShareOf(strings, index));
        }

        using var encoding = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        using var utf8 = new HttpClient(encoding) { BaseAddress = server.Address };
        await SendAsync(utf8, Members.SelectMany((member, index) => ShareOf(strings, index).Select(text => Form(member, text))));
        await SendAsync(utf8, Headers.SelectMany((name, index) => ShareOf(strings, index).Where(IsLine).Select(text => Header(name, text))));

        Assert.True(await admin.IsAcceptedAsync());
        Assert.DoesNotContain("fail: ", server.Log, StringComparison.Ordinal);
    }

    private static async Task<string[]> ReadAsync()
    {
        NodeScript.SkipIfMissing();
        await using var file = File.OpenRead(Repository.PathOf("tests", "Cardea.Server.Tests", "Clients", "node_modules", "big-list-of-naughty-strings", "blns.json"));
        var strings = (await JsonSerializer.DeserializeAsync<string[]>(file, cancellationToken: Stop))!;
        return [.. strings, "\0", "a\0b", "\u202e", "\uffff", "\ufffe", "a\ufffeb@example.org", "\ufdd0@example.org", "\ud83f\udffe", "%00", "..%2f", new('x', 5_000), new('\u0130', 2_000)];
    }

    private static IEnumerable<string> ShareOf(string[] strings, int index) => strings.Where((_, position) => position % Share == index % Share);

    private static bool IsLine(string text) => !text.AsSpan().ContainsAny("\r\n\0");

    /// <summary>At an account of its own: each wrong password counts.</summary>
    private static async Task GuessAsync(CardeaProcess server, (string Method, string Path, string Members) place, IEnumerable<string> strings)
    {
        using var user = await server.NewClient().RegisterAsync();
        await SendAsync(user.Http, [.. strings.Select(text => Request(place, text, user))]);
    }

    private static async Task SendAsync(HttpClient client, IEnumerable<HttpRequestMessage> requests) => await Parallel.ForEachAsync(
        requests,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
        async (request, cancellationToken) =>
        {
            using (request)
            {
                using var answer = await client.SendAsync(request, cancellationToken);
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

        // With an access token, a logout would end its session.
        if (place.Path != "/auth/logout")
        {
            request.Headers.Authorization = new("Bearer", client.Tokens.Access);
        }

        return request;
    }

    private static HttpRequestMessage Form(string member, string text) => new(HttpMethod.Post, "/oauth/token")
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = "none",
            [member] = text,
        }),
    };

    private static HttpRequestMessage Header(string name, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/auth/refresh-token") { Content = JsonContent.Create(new { refreshToken = "none" }) };
        request.Headers.TryAddWithoutValidation(name, text);
        return request;
    }
}
