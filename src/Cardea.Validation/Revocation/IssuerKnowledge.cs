using Cardea.Revocation;
using Cardea.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>What is known of an issuer elsewhere: what it has revoked, its keys, and how old that is.</summary>
/// <param name="index">The revocations.</param>
/// <param name="bound">How old it may be.</param>
/// <param name="clock">The clock.</param>
internal sealed class IssuerKnowledge(RevocationIndex index, TimeSpan bound, TimeProvider clock)
{
    private volatile Knowledge? _knowledge;

    /// <summary>How old it is; <see langword="null"/> before everything was told for the first time.</summary>
    public TimeSpan? Age => _knowledge?.Age(clock);

    /// <summary>How old it may be.</summary>
    public TimeSpan Bound => bound;

    /// <summary>Whether it is fresh enough to say that a token is accepted.</summary>
    public bool IsCurrent => Age <= bound;

    /// <summary>How many sessions something is refused of.</summary>
    public int Count => index.Count;

    /// <summary>The issuer's clock skew; <see cref="TimeSpan.MaxValue"/> before it is known.</summary>
    public TimeSpan ClockSkew => _knowledge?.ClockSkew ?? TimeSpan.MaxValue;

    /// <summary>Takes revocations. They count at once, whatever else is known.</summary>
    public void Add(IEnumerable<FeedSession> sessions)
    {
        foreach (var session in sessions)
        {
            index.Add(session.Revocation);
        }
    }

    /// <summary>
    /// Takes what is known from now on. After a change of the connection, another node of the issuer may be a moment behind
    /// the last one: then what is known already stays, until the node has caught up.
    /// </summary>
    public void Learn(Knowledge knowledge)
    {
        if (_knowledge is not { } known || knowledge.Age(clock) <= known.Age(clock))
        {
            _knowledge = knowledge;
        }
    }

    /// <summary>The public key that a <c>kid</c> names, if its tokens are accepted as far as is known.</summary>
    /// <exception cref="StoreUnavailableException">It is not among those known, and what is known is too old.</exception>
    public SecurityKey? FindKey(string id)
    {
        if (_knowledge?.Keys.TryGetValue(id, out var key) is true)
        {
            return key;
        }

        ThrowIfStale();
        return null;
    }

    /// <summary>Whether an access token was revoked, as far as is known.</summary>
    public bool Refuses(AccessTokenId token) => index.Refuses(token);

    /// <summary>Makes sure that what is known is fresh.</summary>
    /// <exception cref="StoreUnavailableException">It is not.</exception>
    public void ThrowIfStale()
    {
        if (!IsCurrent)
        {
            throw new StoreUnavailableException("What the issuer has revoked lately is not known: its feed does not come.");
        }
    }
}
