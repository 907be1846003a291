using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Callers;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Repository.Tests.Authorization;

/// <summary>The people and programs who ask, each with a token and with cookies.</summary>
internal sealed class Actors(RunningServer server, HttpClient http)
{
    private const string Password = "correct horse battery staple";

    private static readonly TimeSpan Instant = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Somebody without anything.</summary>
    public static Actor Nobody { get; } = new(Authorization: null, Cookies: null, "none", "none");

    /// <summary>A resource API with its secret.</summary>
    public static Actor ResourceApi { get; } = Nobody with { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"orders:{RunningServer.ApiSecret}"))) };

    /// <summary>Somebody who has just registered, and has verified nothing.</summary>
    public Task<Actor> UserAsync() => EnterAsync("/auth/register", NewEmail());

    /// <summary>A new session of an administrator.</summary>
    public async Task<Actor> AdministratorAsync()
    {
        var email = NewEmail();
        var user = await EnterAsync("/auth/register", email);
        await ChangeRolesAsync(user, given: ["admin"], taken: []);
        return await EnterAsync("/auth/login", email);
    }

    /// <summary>Tokens and cookies that were good once, by what happened to them.</summary>
    public async Task<IReadOnlyDictionary<string, Actor>> WithDeadTokensAsync()
    {
        var good = await UserAsync();
        var forged = good with { Authorization = Change(good.Authorization!), Cookies = null };

        var ended = await UserAsync();
        await PostAsync("/auth/logout-all", ended);

        var recalled = await AdministratorAsync();
        await ChangeRolesAsync(recalled, given: ["editor"], taken: []);
        var demoted = await AdministratorAsync();
        await ChangeRolesAsync(demoted, given: [], taken: ["admin"]);

        var disabled = await UserAsync();
        await Administration.LockAsync(new(disabled.UserId), Operator, force: false, Stop);
        var deleted = await UserAsync();
        await DeleteAsync(deleted);

        var options = server.Services.GetRequiredService<CardeaOptions>();
        var lifetime = options.AccessTokenLifetime;
        options.AccessTokenLifetime = Instant;
        var expired = await UserAsync();
        options.AccessTokenLifetime = lifetime;
        while (await IsAcceptedAsync(expired))
        {
            await Task.Delay(Instant / 10, Stop);
        }

        // Their sessions live, so their cookies get new tokens: that is what cookies are for.
        return new Dictionary<string, Actor>(StringComparer.Ordinal)
        {
            ["forged"] = forged,
            ["ended"] = ended,
            ["recalled"] = recalled with { Cookies = null },
            ["demoted"] = demoted with { Cookies = null },
            ["expired"] = expired with { Cookies = null },
            ["disabled"] = disabled,
            ["deleted"] = deleted,
        };
    }

    private static Caller Operator { get; } = Caller.Program("a test");

    private AccountAdministration Administration => server.Services.GetRequiredService<AccountAdministration>();

    private static string NewEmail() => $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}@example.org";

    // A character in the middle of the signature.
    private static AuthenticationHeaderValue Change(AuthenticationHeaderValue authorization)
    {
        var token = authorization.Parameter!;
        var place = token.Length - 20;
        return new("Bearer", token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..]);
    }

    private async Task ChangeRolesAsync(Actor actor, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken) =>
        Assert.IsType<AdministrationOutcome.Done>(await Administration.ChangeRolesAsync(new(actor.UserId), given, taken, Operator, force: true, Stop));

    private async Task<Actor> EnterAsync(string path, string email)
    {
        var body = new JsonObject { ["email"] = email, ["password"] = Password };
        using var answer = await SendAsync(path, body);
        var tokens = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        using var cookies = await SendAsync("/auth/login?useCookies=true", body);
        var set = cookies.Headers.GetValues("Set-Cookie").Select(static cookie => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)])
            .Where(static cookie => cookie.StartsWith("__Host-cardea=", StringComparison.Ordinal) || cookie.StartsWith("__Host-cardea-access=", StringComparison.Ordinal));
        var token = (string)tokens["accessToken"]!;
        using var me = new HttpRequestMessage(HttpMethod.Get, "/auth/me") { Headers = { Authorization = new("Bearer", token) } };
        using var known = await http.SendAsync(me, Stop);
        var user = JsonNode.Parse(await known.Content.ReadAsStringAsync(Stop))!;
        return new(new("Bearer", token), string.Join("; ", set), (string)user["id"]!, (string)user["sessionId"]!);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        var answer = await http.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Stop)}");
        return answer;
    }

    private async Task DeleteAsync(Actor actor)
    {
        var body = new JsonObject { ["password"] = Password };
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/auth/me") { Headers = { Authorization = actor.Authorization }, Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task PostAsync(string path, Actor actor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Authorization = actor.Authorization } };
        using var answer = await http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<bool> IsAcceptedAsync(Actor actor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/me") { Headers = { Authorization = actor.Authorization } };
        using var answer = await http.SendAsync(request, Stop);
        return answer.IsSuccessStatusCode;
    }
}

/// <summary>Somebody who asks. A class would hide the tokens; this is a test.</summary>
/// <param name="Authorization">The header for programs.</param>
/// <param name="Cookies">The cookies, for pages.</param>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session of the token.</param>
internal sealed record Actor(AuthenticationHeaderValue? Authorization, string? Cookies, string UserId, string SessionId);
