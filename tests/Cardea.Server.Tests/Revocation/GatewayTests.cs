using System.Net;
using System.Text.RegularExpressions;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cardea.Server.Tests.Revocation;

/// <summary>The configurations of the guide, run by the gateways they are for.</summary>
public sealed partial class GatewayTests(SharedServer<SqliteStore> shared) : IAsyncLifetime
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];

    private readonly TemporaryDirectory _directory = new();
    private WebApplication? _application;

    public static TheoryData<string> Gateways { get; } = ["nginx", "caddy"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // What stands behind the gateway: it says what it was told.
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.Run(async context =>
        {
            foreach (var header in context.Request.Headers.Where(static header => header.Key.StartsWith("X-Cardea-", StringComparison.OrdinalIgnoreCase)))
            {
                context.Response.Headers.Append($"Seen-{header.Key}", header.Value);
            }

            await context.Request.Body.CopyToAsync(context.Response.Body, Stop);
        });
        await _application.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _application!.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task A_gateway_lets_through_whoever_is_signed_in_and_says_who_it_is(string gateway)
    {
        var (run, http) = await StartAsync(gateway, shared.Server.Address);
        await using var _ = run;
        using var __ = http;
        using var client = await shared.NewClient().RegisterAsync();
        var me = await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));

        // Whatever a client says of itself is not believed, nor where there is nothing to put in its place.
        using var answer = await SendAsync(http, HttpMethod.Post, client.Tokens.Access, ("X-Cardea-User", "mallory"), ("X-Cardea-Roles", "admin"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("the body", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal((string?)me["id"], Assert.Single(answer.Headers.GetValues("Seen-X-Cardea-User")));
        Assert.Equal(client.Tokens.SessionId, Assert.Single(answer.Headers.GetValues("Seen-X-Cardea-Session")));
        Assert.DoesNotContain("admin", answer.Headers.TryGetValues("Seen-X-Cardea-Roles", out var roles) ? string.Concat(roles) : "", StringComparison.Ordinal);

        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        foreach (var token in (string?[])[client.Tokens.Access, "garbage", null])
        {
            using var refusal = await SendAsync(http, HttpMethod.Get, token);
            Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
            Assert.Equal("Bearer", Assert.Single(refusal.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task A_gateway_lets_nobody_through_while_the_issuer_is_away(string gateway)
    {
        var (run, http) = await StartAsync(gateway, new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}"));
        await using var _ = run;
        using var __ = http;
        using var client = await shared.NewClient().RegisterAsync();

        using var answer = await SendAsync(http, HttpMethod.Get, client.Tokens.Access);

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_gateway_that_keeps_path_and_method_is_answered_200(string method)
    {
        using var client = await shared.NewClient().RegisterAsync();

        using var answer = await client.SendAsync(new(method), "/auth/verify/orders/7?page=2", accessToken: client.Tokens.Access);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(client.Tokens.SessionId, Assert.Single(answer.Headers.GetValues("X-Cardea-Session")));
        await Answer.ExpectProblemAsync(401, "missing_token", await client.SendAsync(new(method), "/auth/verify/orders/7"));
    }

    // The configuration as the guide has it, at other addresses.
    private async Task<(ProgramRun Run, HttpClient Http)> StartAsync(string gateway, Uri issuer)
    {
        var program = Folders.Select(folder => Path.Combine(folder, gateway)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(program is not null || Environment.GetEnvironmentVariable("CI") == "true", $"There is no {gateway} here.");
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        var language = gateway == "nginx" ? "nginx" : "caddyfile";
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs", "guides", "gateways.md"), Stop);
        var configuration = CodePattern().Matches(guide).Single(match => match.Groups["language"].Value == language).Groups["code"].Value
            .Replace("127.0.0.1:8000", address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:8080", issuer.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:3000", new Uri(_application!.Urls.Single()).Authority, StringComparison.Ordinal);
        var file = _directory.PathOf($"{gateway}.conf");
        await File.WriteAllTextAsync(file, gateway == "nginx" ? AroundNginx(configuration) : "{\n\tadmin off\n}\n" + configuration, Stop);
        string[] arguments = gateway == "nginx" ? ["-e", "stderr", "-p", _directory.FullName, "-c", file] : ["run", "--adapter", "caddyfile", "--config", file];
        var run = new ProgramRun(program!, arguments, _directory.FullName, [new("HOME", _directory.FullName), new("XDG_DATA_HOME", _directory.FullName)]);
        var http = new HttpClient { BaseAddress = address };
        await Nodes.EventuallyAsync(async () =>
        {
            Assert.False(run.HasExited, run.Output + run.Errors);
            try
            {
                using var answer = await http.GetAsync(address, Stop);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return (run, http);
    }

    private string AroundNginx(string configuration) =>
        $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        master_process off;
        pid {{_directory.PathOf("nginx.pid")}};
        events { }
        http {
            access_log off;
            client_body_temp_path {{_directory.PathOf("body")}};
            proxy_temp_path {{_directory.PathOf("proxy")}};
            fastcgi_temp_path {{_directory.PathOf("fastcgi")}};
            uwsgi_temp_path {{_directory.PathOf("uwsgi")}};
            scgi_temp_path {{_directory.PathOf("scgi")}};
            {{configuration}}
        }
        """;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/orders/7?page=2") { Content = method == HttpMethod.Post ? new StringContent("the body") : null };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request, Stop);
    }

    [GeneratedRegex(@"```(?<language>\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodePattern();
}
