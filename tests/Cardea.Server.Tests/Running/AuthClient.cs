using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>A client of the HTTP contract that keeps its tokens like an app would.</summary>
internal sealed class AuthClient(Uri address) : IDisposable
{
    public const string Password = "correct horse battery staple";

    // What is further back than that is no late request, within the grace neither.
    private const int MovesRemembered = 4;

    private static int s_users;

    public HttpClient Http { get; } = new() { BaseAddress = address };

    public Tokens Tokens { get; private set; } = new("", "", "");

    public string Email { get; private set; } = NewEmail();

    public static string NewEmail() =>
        string.Create(CultureInfo.InvariantCulture, $"user{Interlocked.Increment(ref s_users)}.{Environment.ProcessId}@example.org");

    public async Task<AuthClient> RegisterAsync(string? device = null)
    {
        Keep(await Answer.ExpectAsync(201, await PostAsync("/auth/register", new JsonObject { ["email"] = Email, ["password"] = Password, ["device"] = device })));
        return this;
    }

    public async Task<AuthClient> LoginAsync(string email, string? device = null)
    {
        Email = email;
        Keep(await Answer.ExpectAsync(200, await PostAsync("/auth/login", new JsonObject { ["email"] = email, ["password"] = Password, ["device"] = device })));
        return this;
    }

    /// <summary>Another device of the same user.</summary>
    public Task<AuthClient> LoginElsewhereAsync(string? device = null) =>
        new AuthClient(address).LoginAsync(Email, device);

    /// <summary>Signs the same user in on another device, as far as it goes.</summary>
    public Task<HttpResponseMessage> TryLoginAsync(string? device = null, string password = Password) =>
        PostAsync("/auth/login", new JsonObject { ["email"] = Email, ["password"] = password, ["device"] = device });

    public async Task<Tokens> RefreshAsync()
    {
        Keep(await Answer.ExpectAsync(200, await TryRefreshAsync(Tokens.Refresh)));
        return Tokens;
    }

    /// <summary>A refresh token that is used and left so far behind that whoever shows it again is a thief, within the grace too.</summary>
    public async Task<string> BeRobbedAsync()
    {
        var stolen = Tokens.Refresh;
        for (var move = 0; move < MovesRemembered + 1; move++)
        {
            await RefreshAsync();
        }

        return stolen;
    }

    public Task<HttpResponseMessage> TryRefreshAsync(string refreshToken) =>
        PostAsync("/auth/refresh-token", new JsonObject { ["refreshToken"] = refreshToken });

    public Task<HttpResponseMessage> GetAsync(string path, string? accessToken = null) => SendAsync(HttpMethod.Get, path, accessToken: accessToken ?? Tokens.Access);

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode? body = null, string? accessToken = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), accessToken);

    /// <summary>A request of the user who is signed in.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body), Tokens.Access);

    public Task<HttpResponseMessage> PostTextAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType)));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, string? accessToken = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new("Bearer", accessToken);
        }

        return await Http.SendAsync(request);
    }

    public async Task<bool> IsAcceptedAsync()
    {
        using var response = await GetAsync("/auth/verify");
        return response.IsSuccessStatusCode;
    }

    /// <summary>What the server calls the user who is signed in.</summary>
    public async Task<string> IdAsync() => (string)(await Answer.ExpectAsync(200, await GetAsync("/auth/me")))["id"]!;

    /// <summary>The live sessions of the user who is signed in.</summary>
    public async Task<JsonArray> SessionsAsync() => (await Answer.ExpectAsync(200, await GetAsync("/auth/sessions")))["sessions"]!.AsArray();

    /// <summary>What has happened to the user who is signed in, the newest first.</summary>
    public async Task<string[]> EventsAsync() =>
        [.. (await Answer.ExpectAsync(200, await GetAsync("/auth/events")))["events"]!.AsArray().Select(static happened => (string)happened!["event"]!)];

    public void Keep(JsonNode answer) => Tokens = Tokens.Of(answer, Tokens);

    public void Dispose() => Http.Dispose();
}
