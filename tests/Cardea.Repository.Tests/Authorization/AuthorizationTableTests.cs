using System.Globalization;
using System.Text;
using System.Text.Json;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Repository.Tests.Authorization;

/// <summary>
/// Who may do what: every endpoint that the server has mapped, asked by everybody. The table is committed, so a new endpoint and a
/// changed rule are reviewed.
/// </summary>
public sealed class AuthorizationTableTests : IAsyncLifetime
{
    private const string Table = "docs/reference/authorization.txt";

    private static readonly SocketsHttpHandler Handler = new() { UseCookies = false, AllowAutoRedirect = false };

    // What it does reaches everybody: it is asked last.
    private static readonly string[] Last = ["/admin/keys/{id}", "/console/keys/retire"];

    private RunningServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        ("Cardea:ResourceApis:0:Name", "orders"),
        ("Cardea:ResourceApis:0:Secret", RunningServer.ApiSecret),
        ("Cardea:Attempts:PerNetwork", "1000000"),
        ("Cardea:Attempts:SignIns", "1000000"),
        ("Cardea:Attempts:Registrations", "1000000"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Everybody_may_do_what_the_table_says()
    {
        using var http = new HttpClient(Handler, disposeHandler: false) { BaseAddress = _server.Address };
        var actors = new Actors(_server, http);
        var dead = await actors.WithDeadTokensAsync();
        var table = new StringBuilder("""
            Who gets what from each endpoint, for an empty body, or on pages for a form that has only its user. Made by
            AuthorizationTableTests from the endpoints.
            "dead" is a token, or on pages the cookies, of a session that ended, that was recalled, that expired or was forged, or whose account
            is disabled, demoted or deleted. "other" asks for what belongs to somebody else.


            """);
        foreach (var endpoint in Endpoints())
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{endpoint.Method} {endpoint.Pattern}");
            foreach (var (name, text) in await AskAsync(http, endpoint, actors, dead))
            {
                table.AppendLine(CultureInfo.InvariantCulture, $"    {name,-8}{text}");
            }
        }

        CommittedText.Matches(Table, table.ToString());
    }

    private static async Task<IEnumerable<(string Name, string Answer)>> AskAsync(HttpClient http, MappedEndpoint endpoint, Actors actors, IReadOnlyDictionary<string, Actor> dead)
    {
        var answers = new List<(string, string)> { ("nobody", await AskAsync(http, endpoint, Actors.Nobody, about: Actors.Nobody)) };
        var refusals = new List<(string State, string Answer)>();
        foreach (var (state, actor) in dead)
        {
            if (!endpoint.IsPage || actor.Cookies is not null)
            {
                refusals.Add((state, await AskAsync(http, endpoint, actor, actor)));
            }
        }

        answers.AddRange(refusals.GroupBy(static refusal => refusal.Answer).OrderByDescending(static group => group.Count()).Select((group, index) =>
            ("dead", index == 0 ? group.Key : $"{group.Key} ({string.Join(", ", group.Select(static refusal => refusal.State))})")));
        if (!endpoint.IsPage)
        {
            answers.Add(("api", await AskAsync(http, endpoint, Actors.ResourceApi, about: Actors.Nobody)));
        }

        var user = await actors.UserAsync();
        if (endpoint.HasVariables)
        {
            answers.Add(("other", await AskAsync(http, endpoint, user, about: await actors.UserAsync())));
        }

        answers.Add(("user", await AskAsync(http, endpoint, user, about: user)));
        answers.Add(("admin", await AskAsync(http, endpoint, await actors.AdministratorAsync(), about: endpoint.HasVariables ? await actors.UserAsync() : Actors.Nobody)));
        return answers;
    }

    private static async Task<string> AskAsync(HttpClient http, MappedEndpoint endpoint, Actor actor, Actor about)
    {
        using var request = new HttpRequestMessage(new(endpoint.Method), endpoint.PathFor(about));
        if (endpoint.Method is not ("GET" or "HEAD"))
        {
            request.Content = new StringContent(endpoint.IsPage ? $"shownTo={actor.UserId}" : endpoint.TakesForm ? "" : "{}", Encoding.UTF8, endpoint.TakesForm ? "application/x-www-form-urlencoded" : "application/json");
        }

        if (!endpoint.IsPage)
        {
            request.Headers.Authorization = actor.Authorization;
        }
        else if (actor.Cookies is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var status = $"{(int)answer.StatusCode}";
        return answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? $"{status} {await CodeOfAsync(answer)}"
            : answer.Headers.Location is { } next ? $"{status} {next.OriginalString.Split('?')[0]}"
            : status;
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return problem.RootElement.GetProperty("code").GetString();
    }

    private IEnumerable<MappedEndpoint> Endpoints() => (
        from endpoint in _server.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method is not ("HEAD" or "OPTIONS")
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        select new MappedEndpoint(method, pattern, endpoint.Metadata.GetMetadata<PagePath>() is not null))
        .Distinct()
        .OrderBy(static endpoint => Last.Contains(endpoint.Pattern))
        .ThenBy(static endpoint => endpoint.Pattern, StringComparer.Ordinal)
        .ThenBy(static endpoint => endpoint.Method, StringComparer.Ordinal);

    /// <summary>An endpoint with one method.</summary>
    private sealed record MappedEndpoint(string Method, string Pattern, bool IsPage)
    {
        public bool HasVariables => Pattern.Contains('{', StringComparison.Ordinal);

        public bool TakesForm => IsPage || Pattern.StartsWith("/oauth/", StringComparison.Ordinal);

        /// <summary>The path, about somebody.</summary>
        public string PathFor(Actor about) => string.Join('/', Pattern.Split('/').Select((part, index) => !part.StartsWith('{') ? part : Pattern.Split('/')[index - 1] switch
        {
            "users" => about.UserId,
            "sessions" => about.SessionId,
            _ => "AAAA",
        }));
    }
}
