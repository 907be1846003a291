using System.Diagnostics;
using System.Text;

namespace Cardea.Load;

/// <summary>Clients of one server, each with a connection and a session of its own: each presents the token that its last answer brought.</summary>
internal sealed class RefreshClients : IDisposable
{
    private static readonly byte[] Name = [.. "\"refreshToken\":\""u8];

    private readonly Candidate _candidate;
    private readonly HttpConnection[] _connections;

    // As they stand in JSON: nothing is decoded to be encoded again.
    private readonly byte[][] _bodies;

    private RefreshClients(Candidate candidate, HttpConnection[] connections, byte[][] bodies)
    {
        _candidate = candidate;
        _connections = connections;
        _bodies = bodies;
    }

    public static async Task<RefreshClients> SignInAsync(ServerUnderTest server, int count)
    {
        var candidate = server.Candidate;
        var connections = new HttpConnection[count];
        var bodies = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            connections[i] = await HttpConnection.OpenAsync(server.Address);
            var credentials = Encoding.UTF8.GetBytes($$"""{"email":"load{{i}}@example.org","password":"a long and private sentence"}""");
            var answer = await connections[i].PostAsync(candidate.RegisterPath, credentials);
            if (candidate.SignInPath != candidate.RegisterPath)
            {
                answer = await connections[i].PostAsync(candidate.SignInPath, credentials);
            }

            bodies[i] = NextBody(answer.Span);
        }

        return new(candidate, connections, bodies);
    }

    /// <summary>Refreshes as fast as the answers come, or so many times a second.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="rate">Per second, all together; 0 for as fast as they come. A late answer delays none but its own client, and counts from when it was due.</param>
    /// <returns>How long each took, in milliseconds, in order.</returns>
    public async Task<double[]> RunAsync(TimeSpan duration, double rate)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, _connections.Length).Select(i => Task.Run(() => RunOneAsync(i, started, duration, rate))));
        return [.. latencies.SelectMany(static one => one).Order()];
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task<List<double>> RunOneAsync(int i, long started, TimeSpan duration, double rate)
    {
        var latencies = new List<double>();
        var interval = rate > 0 ? TimeSpan.FromSeconds(_connections.Length / rate) : TimeSpan.Zero;
        var due = interval * i / _connections.Length;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var wait = due - Stopwatch.GetElapsedTime(started);
            if (rate > 0 && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            var sent = rate > 0 && wait < TimeSpan.Zero ? started + (long)(due.TotalSeconds * Stopwatch.Frequency) : Stopwatch.GetTimestamp();
            var answer = await _connections[i].PostAsync(_candidate.RefreshPath, _bodies[i]);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            _bodies[i] = NextBody(answer.Span);
            due += interval;
        }

        return latencies;
    }

    private static byte[] NextBody(ReadOnlySpan<byte> answer)
    {
        var token = answer[(answer.IndexOf(Name) + Name.Length)..];
        return [(byte)'{', .. Name, .. token[..token.IndexOf((byte)'"')], .. "\"}"u8];
    }
}
