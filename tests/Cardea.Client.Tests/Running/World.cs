using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Client.Tests.Running;

/// <summary>An issuer and an API that answer in memory. The test says what goes wrong.</summary>
internal sealed class World
{
    public const string Issuer = "https://id.test";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _generations = [];
    private int _serial;

    /// <summary>All requests so far: path and body.</summary>
    public ConcurrentQueue<(string Path, string Body)> Requests { get; } = [];

    /// <summary>The access tokens that the API got, in order. Empty for a request without one.</summary>
    public ConcurrentQueue<string> Shown { get; } = [];

    /// <summary>The access tokens that the API and the issuer refuse.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = [];

    public ConcurrentDictionary<string, string> Ended { get; } = [];

    public bool RefusesAll { get; set; }

    public bool WantsAccountTokens { get; set; }

    public bool WantsSecondFactor { get; set; }

    public bool WantsEnrolment { get; set; }

    public int ExpiresIn { get; set; } = 600;

    /// <summary>Called before a request is answered. Returns the answer instead, or null.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage?>>? Before { get; set; }

    /// <summary>Called after a request was answered, before the client hears of it.</summary>
    public Func<HttpRequestMessage, Task>? After { get; set; }

    public List<Disposable> Responses { get; } = [];

    public int Refreshes => Requests.Count(static request => request.Path == "/auth/refresh");

    public int GenerationOf(string session)
    {
        lock (_lock)
        {
            return _generations[session];
        }
    }

    /// <summary>Begins a session elsewhere.</summary>
    public StoredTokens Begin(string session = "session-1")
    {
        lock (_lock)
        {
            _generations[session] = 0;
            return new() { Session = new(session, Refresh(session, 0)) };
        }
    }

    public static string Refresh(string session, int generation) => $"cdr_{session}.{generation}";

    public static HttpResponseMessage Problem(int status, string code, string more = "") =>
        new((HttpStatusCode)status) { Content = new StringContent($$"""{"status":{{status}},"code":"{{code}}"{{more}}}""", Encoding.UTF8, "application/problem+json") };

    public static HttpResponseMessage Overloaded(TimeSpan retryAfter)
    {
        var answer = Problem(503, "overloaded");
        answer.Headers.RetryAfter = new(retryAfter);
        return answer;
    }

    public HttpMessageHandler NewHandler() => new Wire(this);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Enqueue((request.RequestUri!.AbsolutePath, body));
        var answer = (Before is { } before ? await before(request).WaitAsync(cancellationToken) : null) ?? Answer(request, body);
        if (After is { } after)
        {
            await after(request).WaitAsync(cancellationToken);
        }

        answer.RequestMessage = request;
        return answer;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        var shown = request.Headers.Authorization?.Parameter;
        if (request.RequestUri!.Host != "id.test")
        {
            Shown.Enqueue(shown ?? "");
            return shown is null ? Challenge("Bearer") : IsGood(shown) ? new(HttpStatusCode.OK) { Content = new StringContent($"{shown}|{body}") } : Challenge("Bearer error=\"invalid_token\"");
        }

        var json = body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!.AsObject();
        switch (request.RequestUri.AbsolutePath)
        {
            case "/auth/register" or "/auth/login" when WantsEnrolment:
                return Problem(403, "enrolment_required", ""","enrolToken":"enrol-secret","methods":["totp","passkey"],"mailCodeRequired":true""");
            case "/auth/register" or "/auth/link/sign-in" or "/auth/external/exchange" or "/auth/external/complete" or "/auth/external/apple/id-token":
                return SignIn();
            case "/auth/enrolment/code":
                return new(HttpStatusCode.Accepted);
            case "/auth/totp" when json["enrolToken"] is not null:
                return Json(200, """{"secret":"ABC","uri":"otpauth://totp/ada","qrCode":"<svg/>"}""");
            case "/auth/totp/confirm":
                return SignIn(""","recoveryCodes":["one","two"]""");
            case "/auth/login":
                return WantsSecondFactor ? Problem(403, "mfa_required", ""","mfaToken":"mfa-secret","methods":["totp"]""") : SignIn();
            case "/auth/mfa":
                return json["refreshToken"] is { } proof ? RefreshOf((string)proof!, null) : SignIn(json["trustDevice"] is null ? "" : ""","trustToken":"trust-secret" """);
            case "/auth/external/apple/nonce":
                return Json(200, """{"nonce":"a nonce"}""");
            case "/auth/link":
                return Json(202, """{"browserToken":"browser-secret"}""");
            case "/auth/refresh":
                return RefreshOf((string)json["refreshToken"]!, (string?)json["audience"]);
            case "/auth/logout":
                Ended[SessionOf((string)json["refreshToken"]!)] = "session_ended";
                return new(HttpStatusCode.NoContent);
        }

        if (shown is null || !IsGood(shown))
        {
            return Challenge(shown is null ? "Bearer" : "Bearer error=\"invalid_token\"");
        }

        switch (request.RequestUri.AbsolutePath)
        {
            case "/auth/me":
                return Json(200, $$"""{"id":"user","email":"ada@example.org","emailVerified":true,"roles":["admin"],"sessionId":"{{SessionOf(shown)}}"}""");
            case "/auth/reauthenticate" when WantsSecondFactor:
                return Problem(403, "mfa_required", ""","mfaToken":"mfa-secret","methods":["totp"]""");
            case "/auth/password/change" when WantsAccountTokens && !shown.EndsWith(Issuer, StringComparison.Ordinal):
                return Problem(403, "account_token_required");
            case "/auth/reauthenticate/code":
                return new(HttpStatusCode.Accepted);
            case "/auth/password/change" or "/auth/reauthenticate":
                return RefreshOf((string)json["refreshToken"]!, null);
            default:
                return new(HttpStatusCode.NoContent);
        }
    }

    private HttpResponseMessage SignIn(string more = "")
    {
        var session = $"session-{Interlocked.Increment(ref _serial) + 100}";
        Begin(session);
        return Tokens(session, 0, audience: null, $""","deviceToken":"device-secret" {more}""");
    }

    private HttpResponseMessage RefreshOf(string token, string? audience)
    {
        var session = SessionOf(token);
        var generation = int.Parse(token[(token.LastIndexOf('.') + 1)..], null);
        lock (_lock)
        {
            if (!_generations.TryGetValue(session, out var current))
            {
                return Problem(401, "invalid_refresh_token");
            }

            if (Ended.TryGetValue(session, out var code))
            {
                return Problem(401, code);
            }

            if (generation < current - 1)
            {
                Ended[session] = "session_ended";
                return Problem(401, "refresh_token_reused");
            }

            return Tokens(session, generation == current ? _generations[session] = current + 1 : current, audience, "");
        }
    }

    private HttpResponseMessage Tokens(string session, int generation, string? audience, string more) => Json(
        200,
        $$"""{"tokenType":"Bearer","accessToken":"at_{{session}}.{{generation}}.{{Interlocked.Increment(ref _serial)}}.{{audience}}","expiresIn":{{ExpiresIn}},"refreshToken":"{{Refresh(session, generation)}}","refreshExpiresIn":9999,"sessionId":"{{session}}"{{more}}}""");

    private bool IsGood(string token) => !RefusesAll && !Refused.ContainsKey(token) && !Ended.ContainsKey(SessionOf(token));

    private HttpResponseMessage Challenge(string challenge)
    {
        var content = new Disposable();
        lock (_lock)
        {
            Responses.Add(content);
        }

        return new(HttpStatusCode.Unauthorized) { Content = content, Headers = { { "WWW-Authenticate", challenge } } };
    }

    private static HttpResponseMessage Json(int status, string json) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };

    private static string SessionOf(string token) => token.Split('_')[1].Split('.')[0];

    private sealed class Wire(World world) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            world.SendAsync(request, cancellationToken);
    }
}
