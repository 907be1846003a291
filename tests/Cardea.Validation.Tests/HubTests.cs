using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Cardea.Validation.Tests.Running;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Cardea.Validation.Tests;

/// <summary>A browser's SignalR client sends its token in the query. Hubs take it, nothing else does, and no log has it.</summary>
public sealed class HubTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_hub_takes_the_token_of_the_query_and_closes_with_its_session(HttpTransportType transport)
    {
        await using var api = await ProtectedApi.StartAsync();
        var session = api.Issuer.BeginSession();
        await using var connection = Connect(api, $"?access_token={api.Issuer.AccessToken(session)}", transport);
        var closed = new TaskCompletionSource();
        connection.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await connection.StartAsync(Stop);
        Assert.Equal("alice", await connection.InvokeAsync<string>("Name", Stop));

        api.Issuer.End(session.SessionId);

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        await Eventually.TrueAsync(() => api.Connections.Count == 0);
    }

    [Theory]
    [InlineData("?access_token=nonsense")]
    [InlineData("?access_token=")]
    [InlineData("?access_token={0}&access_token={0}")]
    [InlineData("?token={0}")]
    [InlineData("")]
    public async Task A_hub_refuses_any_other_query(string query)
    {
        await using var api = await ProtectedApi.StartAsync();
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, query, api.Issuer.AccessToken());
        await using var connection = Connect(api, url, HttpTransportType.WebSockets);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => connection.StartAsync(Stop));

        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
    }

    [Theory]
    [InlineData("/claims")]
    [InlineData("/stream")]
    [InlineData("/socket")]
    public async Task An_ordinary_endpoint_refuses_the_token_of_a_query(string path)
    {
        await using var api = await ProtectedApi.StartAsync();
        using var answer = await api.GetAsync($"{path}?access_token={api.Issuer.AccessToken()}", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_header_comes_before_the_query()
    {
        await using var api = await ProtectedApi.StartAsync();
        var good = api.Issuer.AccessToken();
        using var content = new StringContent("");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/names/negotiate?negotiateVersion=1&access_token={good}") { Content = content };
        request.Headers.Authorization = new("Bearer", "nonsense");
        using var answer = await api.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_token_is_in_no_log_and_no_trace_and_the_rest_of_the_query_stays()
    {
        var tags = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStopped = activity => tags.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new RecordedLog();
        await using var api = await ProtectedApi.StartAsync(logs: log);
        var token = api.Issuer.AccessToken();
        await using (var connection = Connect(api, $"?access_token={token}&lang=de", HttpTransportType.WebSockets))
        {
            await connection.StartAsync(Stop);
        }

        using var query = await api.GetAsync($"/query?first=1&access_token={token}&last=%26", token: null);
        Assert.Equal("?first=1&last=%26", await query.Content.ReadAsStringAsync(Stop));
        using var alone = await api.GetAsync($"/query?ACCESS_TOKEN={token}", token: null);
        Assert.Equal("", await alone.Content.ReadAsStringAsync(Stop));
        using var other = await api.GetAsync("/query?no_access_token=1", token: null);
        Assert.Equal("?no_access_token=1", await other.Content.ReadAsStringAsync(Stop));

        Assert.Contains(log.Lines, static line => line.Contains("/names?lang=de", StringComparison.Ordinal));
        foreach (var part in token.Split('.'))
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(part, StringComparison.Ordinal));
            Assert.DoesNotContain(tags, tag => tag.Contains(part, StringComparison.Ordinal));
        }
    }

    private static HubConnection Connect(ProtectedApi api, string query, HttpTransportType transport) =>
        new HubConnectionBuilder().WithUrl(new Uri(api.Client.BaseAddress!, $"/names{query}"), transport).Build();
}
