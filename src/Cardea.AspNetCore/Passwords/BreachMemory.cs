using System.Security.Cryptography;
using System.Text;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Remembers for a day which keys are breached, so a range API is not asked at every sign-in. It keeps no key: it keeps a MAC of
/// each, under a secret of this process. One caller at a time may use it.
/// </summary>
internal sealed class BreachMemory(TimeProvider clock)
{
    /// <summary>The maximum number of keys. A new key takes the place of the oldest.</summary>
    public const int Capacity = 10_000;

    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<Guid, bool> _known = [];
    private readonly Queue<(Guid Mac, DateTimeOffset At)> _oldest = [];

    /// <summary>The number of remembered keys.</summary>
    public int Count => _known.Count;

    /// <summary>What is remembered of a <see cref="BreachKey"/>; null if nothing.</summary>
    public bool? Recall(string key)
    {
        Forget();
        return _known.TryGetValue(MacOf(key), out var isBreached) ? isBreached : null;
    }

    /// <summary>Remembers a <see cref="BreachKey"/> that is not remembered.</summary>
    public void Remember(string key, bool isBreached)
    {
        Forget();
        if (_known.Count == Capacity)
        {
            _known.Remove(_oldest.Dequeue().Mac);
        }

        var mac = MacOf(key);
        _known.Add(mac, isBreached);
        _oldest.Enqueue((mac, clock.GetUtcNow()));
    }

    private void Forget()
    {
        while (_oldest.TryPeek(out var first) && clock.GetUtcNow() - first.At >= Lifetime)
        {
            _known.Remove(_oldest.Dequeue().Mac);
        }
    }

    private Guid MacOf(string key) => new(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(key)).AsSpan(0, 16));
}
