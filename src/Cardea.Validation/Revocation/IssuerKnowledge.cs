using Cardea.Revocation;
using Cardea.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>Keeps the known revocations and keys of an issuer in another process, and their age.</summary>
/// <param name="index">The revocations.</param>
/// <param name="bound">The highest age.</param>
/// <param name="clock">The clock.</param>
internal sealed class IssuerKnowledge(RevocationIndex index, TimeSpan bound, TimeProvider clock)
{
    private volatile Knowledge? _knowledge;

    /// <summary>The age of the knowledge; <see langword="null"/> before the first complete one.</summary>
    public TimeSpan? Age => _knowledge?.Age(clock);

    /// <summary>The highest age at which tokens are accepted.</summary>
    public TimeSpan Bound => bound;

    /// <summary>True if the knowledge is fresh enough to accept tokens.</summary>
    public bool IsCurrent => Age <= bound;

    /// <summary>The number of revoked sessions.</summary>
    public int Count => index.Count;

    /// <summary>The issuer's clock skew; <see cref="TimeSpan.MaxValue"/> before it is known.</summary>
    public TimeSpan ClockSkew => _knowledge?.ClockSkew ?? TimeSpan.MaxValue;

    /// <summary>Adds revocations. They have effect at once, even if the rest of the knowledge is incomplete.</summary>
    public void Add(IEnumerable<FeedSession> sessions)
    {
        foreach (var session in sessions)
        {
            index.Add(session.Revocation);
        }
    }

    /// <summary>
    /// Replaces the knowledge, unless the new one is older. After a reconnection to another node of the issuer, that node may be
    /// behind the last one. The current knowledge then stays until the node has caught up.
    /// </summary>
    public void Learn(Knowledge knowledge)
    {
        if (_knowledge is not { } known || knowledge.Age(clock) <= known.Age(clock))
        {
            _knowledge = knowledge;
        }
    }

    /// <summary>Finds the public key of a <c>kid</c>; <see langword="null"/> if its tokens are not accepted.</summary>
    /// <exception cref="StoreUnavailableException">The key is unknown, and the knowledge is too old.</exception>
    public SecurityKey? FindKey(string id)
    {
        if (_knowledge?.Keys.TryGetValue(id, out var key) is true)
        {
            return key;
        }

        ThrowIfStale();
        return null;
    }

    /// <summary>Returns true if an access token is known to be revoked.</summary>
    public bool Refuses(AccessTokenId token) => index.Refuses(token);

    /// <summary>Throws if the knowledge is too old to accept tokens.</summary>
    /// <exception cref="StoreUnavailableException">The knowledge is too old.</exception>
    public void ThrowIfStale()
    {
        if (!IsCurrent)
        {
            throw new StoreUnavailableException("The issuer's latest revocations are not known: its feed does not arrive.");
        }
    }
}
