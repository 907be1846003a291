using Cardea.Revocation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Issuers;

/// <summary>The issuer whose access tokens a scheme accepts. It is in this process or in another one.</summary>
internal interface IIssuer
{
    /// <summary>The <c>iss</c> of the issuer's access tokens, compared exactly (RFC 9068, section 4).</summary>
    string Name { get; }

    /// <summary>True if the known keys and revocations are fresh enough to accept tokens.</summary>
    bool IsKnown { get; }

    /// <summary>
    /// The issuer's clock skew. The issuer keeps a revocation no longer than a token lives by this skew.
    /// <see cref="TimeSpan.MaxValue"/> until the skew is known.
    /// </summary>
    TimeSpan ClockSkew { get; }

    /// <summary>The services that keep the keys and revocations up to date.</summary>
    IReadOnlyList<RepeatingService> Workers { get; }

    /// <summary>Finds the public key of a <c>kid</c>; <see langword="null"/> if its tokens are not accepted.</summary>
    /// <exception cref="StoreUnavailableException">The keys are not known, or the key may be newer than the known ones.</exception>
    SecurityKey? FindKey(string id);

    /// <summary>Returns true if an access token is known to be revoked.</summary>
    bool Refuses(AccessTokenId token);

    /// <summary>Calls <paramref name="watcher"/> for each revocation from now on. The watcher must not wait or throw.</summary>
    void Watch(Action<RevokedSession> watcher);

    /// <summary>Completes at once while the knowledge is fresh. Otherwise waits until it is renewed, or throws.</summary>
    /// <exception cref="StoreUnavailableException">The knowledge is too old, and can't be renewed now.</exception>
    ValueTask KeepFreshAsync();

    /// <summary>Notes that an access token was accepted here for the first time. Does not wait.</summary>
    void NoteReceipt(AccessTokenId token);
}
