using System.Diagnostics;
using System.Text;

namespace Cardea.Load;

/// <summary>Clients of one server, each with a thread, a connection and a session of its own: each presents the token that its last answer brought.</summary>
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

    public static RefreshClients SignIn(ServerUnderTest server, int count)
    {
        var candidate = server.Candidate;
        var connections = new HttpConnection[count];
        var bodies = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            connections[i] = new(server.Address);
            var credentials = Encoding.UTF8.GetBytes($$"""{"email":"load{{i}}@example.org","password":"a long and private sentence"}""");
            var answer = connections[i].Post(candidate.RegisterPath, credentials);
            if (candidate.SignInPath != candidate.RegisterPath)
            {
                answer = connections[i].Post(candidate.SignInPath, credentials);
            }

            bodies[i] = NextBody(answer);
        }

        return new(candidate, connections, bodies);
    }

    /// <summary>Refreshes as fast as the answers come, or so many times a second.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="rate">Per second, all together; 0 for as fast as they come. A late answer delays none but its own client, and counts from when it was due.</param>
    /// <returns>How long each took, in milliseconds, in order.</returns>
    public double[] Run(TimeSpan duration, double rate)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = Array.ConvertAll(_connections, static _ => new List<double>());
        new Crowd(_connections.Length, i => RunOne(i, started, duration, rate, latencies[i])).Join();
        return [.. latencies.SelectMany(static one => one).Order()];
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private void RunOne(int i, long started, TimeSpan duration, double rate, List<double> latencies)
    {
        var interval = rate > 0 ? TimeSpan.FromSeconds(_connections.Length / rate) : TimeSpan.Zero;
        var due = interval * i / _connections.Length;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var wait = due - Stopwatch.GetElapsedTime(started);
            if (rate > 0 && wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
            }

            var sent = rate > 0 && wait < TimeSpan.Zero ? started + (long)(due.TotalSeconds * Stopwatch.Frequency) : Stopwatch.GetTimestamp();
            var answer = _connections[i].Post(_candidate.RefreshPath, _bodies[i]);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            _bodies[i] = NextBody(answer);
            due += interval;
        }
    }

    private static byte[] NextBody(ReadOnlySpan<byte> answer)
    {
        var token = answer[(answer.IndexOf(Name) + Name.Length)..];
        return [(byte)'{', .. Name, .. token[..token.IndexOf((byte)'"')], .. "\"}"u8];
    }
}
