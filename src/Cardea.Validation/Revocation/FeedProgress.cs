using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>What one connection to the feed has told so far, and how old it is.</summary>
/// <param name="asked">When the issuer was asked. What it says first, it says after that.</param>
/// <param name="clock">The clock.</param>
internal sealed class FeedProgress(KnownAt asked, TimeProvider clock)
{
    private FrozenDictionary<string, SecurityKey>? _keys;
    private TimeSpan? _quickest;
    private bool _isComplete;

    /// <summary>
    /// By how much longer the last event was on its way than the quickest one. Clocks that differ make no difference: what is
    /// compared is by how much an event's time of sending differs from ours.
    /// </summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <returns>What is known with it; <see langword="null"/> as long as some of it is still to come.</returns>
    /// <exception cref="InvalidDataException">It is not what the feed must begin with.</exception>
    public Knowledge? Take(string type, FeedMessage message)
    {
        Measure(message.Sent);
        if (message.Keys is not null)
        {
            _keys = Read(message.Keys);
        }

        // What was revoked before comes first. An event that does not tell it says nothing yet.
        if (message.More || (!_isComplete && message.Sessions is null))
        {
            return null;
        }

        var keys = _keys ?? throw new InvalidDataException($"The first event ('{type}') has no keys: the issuer is older than this API.");
        var knowledge = _isComplete
            ? new Knowledge(KnownAt.Now(clock), message.Behind + Delay, message.ClockSkew, keys)
            : new Knowledge(asked, message.Behind, message.ClockSkew, keys);
        _isComplete = true;
        return knowledge;
    }

    // A list without a key that can be used would refuse every token: it is a fault, not knowledge.
    private static FrozenDictionary<string, SecurityKey> Read(IReadOnlyList<FeedKey> told)
    {
        var keys = told.Select(static key => key.ToSecurityKey()).OfType<SecurityKey>()
            .DistinctBy(static key => key.KeyId, StringComparer.Ordinal)
            .ToFrozenDictionary(static key => key.KeyId, StringComparer.Ordinal);
        return keys.Count > 0 ? keys : throw new InvalidDataException("There is no key for ES256 among the issuer's keys.");
    }

    private void Measure(long sent)
    {
        var onTheWay = asked.Age(clock) - TimeSpan.FromMilliseconds(sent);
        _quickest = _quickest < onTheWay ? _quickest : onTheWay;
        Delay = onTheWay - _quickest.Value;
    }
}
