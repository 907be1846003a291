using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardea.Server.Tests.External;

namespace Cardea.Load;

/// <summary>How long after a logout its access token is still accepted elsewhere: three nodes on one PostgreSQL, and a resource API's feed.</summary>
internal static class RevocationLag
{
    private const string Api = "load";
    private const string Secret = "a secret of thirty-two characters";
    private const string Password = "a long and private sentence";

    public static async Task RunAsync(Candidate program, int logouts, bool deaf, bool byProvider)
    {
        await using var standIn = byProvider ? await StandInProvider.StartAsync() : null;
        var provider = standIn is null ? null : new ProviderUsers(standIn);
        await using var database = await Database.StartAsync();
        var connectionString = await database.CreateAsync("cardea");
        (string, string)[] settings =
        [
            ("Cardea__Issuer", "http://issuer.example"),
            ("Cardea__MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ("Cardea__SessionsPerUser", "10000"),

            // Listening to another database, they hear nothing.
            ("ConnectionStrings__CardeaDirect", deaf ? await database.CreateAsync("elsewhere") : connectionString),
            ("Cardea__ResourceApis__0__Name", Api),
            ("Cardea__ResourceApis__0__Secret", Secret),
            .. provider?.Settings ?? [],
        ];
        await using var near = await ServerUnderTest.StartAsync(program, connectionString, settings);
        await using var second = await ServerUnderTest.StartAsync(program, connectionString, settings);
        await using var third = await ServerUnderTest.StartAsync(program, connectionString, settings);
        using var http = new HttpClient();
        ConcurrentDictionary<string, long> told = new();
        _ = FollowAsync(third.Address, told);

        var credentials = new Dictionary<string, string> { ["email"] = "load@example.org", ["password"] = Password };
        if (provider is null)
        {
            await SignInAsync(http, new Uri(near.Address, "/auth/register"), credentials);
        }

        List<Measurement> measurements = [];
        for (var logout = -logouts / 10; logout < logouts; logout++)
        {
            var (token, session) = provider is null
                ? await SignInAsync(http, new Uri(near.Address, "/auth/login"), credentials)
                : await provider.SignInAsync(http, near.Address);
            measurements.Add(await MeasureAsync(
                http, () => provider is null ? LogOut(near.Address, token) : provider.LogOut(near.Address), [second.Address, third.Address], token, session, told));
        }

        // The first ones compile what runs.
        measurements.RemoveRange(0, logouts / 10);
        Console.Write(
            $"""
             | {measurements.Count} logouts on one of three nodes | p50 ms | p99 ms | worst ms |
             |---|---|---|---|
             {Row("the logout itself, sent to answered", measurements.Select(static one => one.Logout))}
             {Row("answered → refused on the second node", measurements.Select(static one => one.Refused[0]))}
             {Row("answered → refused on the third node", measurements.Select(static one => one.Refused[1]))}
             {Row("answered → told to an API that follows the third node", measurements.Select(static one => one.Told))}

             """);
    }

    private static async Task<Measurement> MeasureAsync(
        HttpClient http, Func<HttpRequestMessage> logOut, Uri[] others, string token, string session, ConcurrentDictionary<string, long> told)
    {
        using var request = logOut();
        foreach (var other in others)
        {
            await IsAcceptedAsync(http, other, token);
        }

        // The others are asked all the time, from before the logout.
        var refused = others.Select(other => Task.Run(async () =>
        {
            while (await IsAcceptedAsync(http, other, token))
            {
            }

            return Stopwatch.GetTimestamp();
        })).ToArray();
        var sent = Stopwatch.GetTimestamp();
        (await http.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
        var answered = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(refused);
        long heard;
        while (!told.TryGetValue(session, out heard))
        {
            await Task.Delay(1);
        }

        return new(Milliseconds(sent, answered), [.. times.Select(time => Milliseconds(answered, time))], Milliseconds(answered, heard));
    }

    private static HttpRequestMessage LogOut(Uri node, string token) =>
        new(HttpMethod.Post, new Uri(node, "/auth/logout")) { Headers = { Authorization = new("Bearer", token) } };

    private static async Task<bool> IsAcceptedAsync(HttpClient http, Uri node, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, "/auth/verify"));
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    private static async Task FollowAsync(Uri node, ConcurrentDictionary<string, long> told)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Api}:{Secret}")));
        await using var stream = await http.GetStreamAsync(new Uri(node, "/revocations"));
        await foreach (var message in SseParser.Create(stream).EnumerateAsync())
        {
            var now = Stopwatch.GetTimestamp();
            using var data = JsonDocument.Parse(message.Data);
            if (data.RootElement.TryGetProperty("sessions", out var sessions))
            {
                foreach (var session in sessions.EnumerateArray())
                {
                    told.TryAdd(session.GetProperty("sid").GetString()!, now);
                }
            }
        }
    }

    private static async Task<(string Token, string Session)> SignInAsync(HttpClient http, Uri address, Dictionary<string, string> credentials)
    {
        using var answer = await http.PostAsJsonAsync(address, credentials);
        using var tokens = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return (tokens.RootElement.GetProperty("accessToken").GetString()!, tokens.RootElement.GetProperty("sessionId").GetString()!);
    }

    // What was known before the answer came is known at once.
    private static double Milliseconds(long from, long to) => Math.Max(0, Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);

    private static string Row(string name, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {sorted[sorted.Length / 2]:F1} | {sorted[sorted.Length * 99 / 100]:F1} | {sorted[^1]:F1} |");
    }

    private sealed record Measurement(double Logout, double[] Refused, double Told);
}
