using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>Follows one connection to the feed, and computes the age of what the connection has told.</summary>
/// <param name="asked">When the request was sent. The issuer sends its first event later than this.</param>
/// <param name="clock">The clock.</param>
internal sealed class FeedProgress(KnownAt asked, TimeProvider clock)
{
    private FrozenDictionary<string, SecurityKey>? _keys;
    private TimeSpan? _quickest;
    private bool _isComplete;

    /// <summary>
    /// The additional time that the last event took compared with the quickest event. A difference between the two clocks has no
    /// effect, because it is the same in both times.
    /// </summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <returns>The knowledge after this event; <see langword="null"/> while pieces of it are missing.</returns>
    /// <exception cref="InvalidDataException">The feed begins without keys, or a list of keys has no key for ES256.</exception>
    public Knowledge? Take(string type, FeedMessage message)
    {
        Measure(message.Sent);
        if (message.Keys is not null)
        {
            _keys = Read(message.Keys);
        }

        // The feed begins with the earlier revocations. Until they are here, other events give no knowledge.
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

    // A list without a usable key would refuse every token, so it counts as a fault of the feed.
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
