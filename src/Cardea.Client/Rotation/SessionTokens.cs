using System.Collections.Concurrent;

namespace Cardea.Client.Rotation;

/// <summary>What this process knows of one session.</summary>
internal sealed class SessionTokens(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, TokenSlot> _slots = new(StringComparer.Ordinal);

    /// <summary>
    /// The refresh token that was exchanged last. A store that still has it belongs to somebody else with the same session, and
    /// must be refreshed too.
    /// </summary>
    public string? Exchanged { get; set; }

    public bool IsSpent => _slots.Values.All(static slot => slot.IsSpent);

    public TokenSlot For(string? audience) => _slots.GetOrAdd(audience ?? "", _ => new(clock));

    /// <summary>Forgets all access tokens, because they say something of the session that is no longer true.</summary>
    public void Clear() => _slots.Clear();
}
