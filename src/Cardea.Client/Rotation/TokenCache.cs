using System.Collections.Concurrent;

namespace Cardea.Client.Rotation;

/// <summary>The access tokens of all sessions of this process. They are in memory only: after a restart, a refresh is due.</summary>
internal sealed class TokenCache(TimeProvider clock)
{
    private const int FirstSweep = 1_000;

    private readonly ConcurrentDictionary<string, SessionTokens> _sessions = new(StringComparer.Ordinal);
    private int _nextSweep = FirstSweep;

    public int Count => _sessions.Count;

    public SessionTokens Of(string session)
    {
        if (_sessions.TryGetValue(session, out var known))
        {
            return known;
        }

        Sweep();
        return _sessions.GetOrAdd(session, _ => new(clock));
    }

    public void Forget(string session) => _sessions.TryRemove(session, out _);

    // Sweeps when the number has doubled, so each session pays for two others at most.
    private void Sweep()
    {
        var next = Volatile.Read(ref _nextSweep);
        if (_sessions.Count < next || Interlocked.CompareExchange(ref _nextSweep, int.MaxValue, next) != next)
        {
            return;
        }

        foreach (var (session, tokens) in _sessions)
        {
            if (tokens.IsSpent)
            {
                _sessions.TryRemove(session, out _);
            }
        }

        Volatile.Write(ref _nextSweep, Math.Max(FirstSweep, 2 * _sessions.Count));
    }
}
