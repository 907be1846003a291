using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Cardea.Load;

/// <summary>Clients that refresh one after the other's answer, as fast as they are answered.</summary>
internal static class RefreshLoad
{
    private const int Rounds = 3;

    private const string Header =
        """
        | connections | refreshes/s | p50 ms | p99 ms | server CPU µs each | memory |
        |---|---|---|---|---|---|

        """;

    public static async Task RunAsync(string program, int connections, TimeSpan duration)
    {
        await using var server = await ServerUnderTest.StartAsync(program);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        var tokens = new string[connections];
        for (var i = 0; i < connections; i++)
        {
            tokens[i] = await SendAsync(http, "/auth/register", new Dictionary<string, string> { ["email"] = $"load{i}@example.org", ["password"] = "a long and private sentence" });
        }

        await MeasureAsync(server, http, tokens, duration);
        var table = new StringBuilder(Header);
        for (var round = 0; round < Rounds; round++)
        {
            table.AppendLine(await MeasureAsync(server, http, tokens, duration));
        }

        Console.Write(table);
    }

    private static async Task<string> MeasureAsync(ServerUnderTest server, HttpClient http, string[] tokens, TimeSpan duration)
    {
        var processor = server.Processor;
        var watch = Stopwatch.StartNew();
        var latencies = (await Task.WhenAll(Enumerable.Range(0, tokens.Length).Select(i => Task.Run(() => RefreshAsync(http, tokens, i, watch, duration)))))
            .SelectMany(static worker => worker)
            .Order()
            .ToArray();
        var elapsed = watch.Elapsed;
        var each = (server.Processor - processor) / latencies.Length;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {tokens.Length} | {latencies.Length / elapsed.TotalSeconds:F0} | {latencies[latencies.Length / 2]:F2} | {latencies[latencies.Length * 99 / 100]:F2} | {each.TotalMicroseconds:F0} | {server.Memory / 1e6:F0} MB |");
    }

    private static async Task<List<double>> RefreshAsync(HttpClient http, string[] tokens, int i, Stopwatch watch, TimeSpan duration)
    {
        var latencies = new List<double>();
        while (watch.Elapsed < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            tokens[i] = await SendAsync(http, "/auth/refresh-token", new Dictionary<string, string> { ["refreshToken"] = tokens[i] });
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        return latencies;
    }

    private static async Task<string> SendAsync(HttpClient http, string path, Dictionary<string, string> body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        var content = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return Token(content);
    }

    private static string Token(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("refreshToken"u8))
            {
                reader.Read();
                return reader.GetString()!;
            }
        }

        throw new InvalidDataException("The answer holds no refresh token.");
    }
}
