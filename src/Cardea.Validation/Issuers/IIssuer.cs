using Cardea.Revocation;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Issuers;

/// <summary>The issuer whose access tokens are accepted: this process itself, or one elsewhere.</summary>
internal interface IIssuer
{
    /// <summary>The <c>iss</c> of its access tokens, compared to the letter (RFC 9068, section 4).</summary>
    string Name { get; }

    /// <summary>Whether enough is known of it to say which tokens are good.</summary>
    bool IsKnown { get; }

    /// <summary>
    /// How far the clocks may be apart, as the issuer says. It keeps a revocation no longer than a token can live by this
    /// skew. <see cref="TimeSpan.MaxValue"/> until it is known.
    /// </summary>
    TimeSpan ClockSkew { get; }

    /// <summary>The services that keep what is known of it up to date.</summary>
    IReadOnlyList<RepeatingService> Workers { get; }

    /// <summary>The public key that a <c>kid</c> names, if its tokens are accepted as far as is known.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said: the keys are not known, or the key may be newer than what is known.</exception>
    SecurityKey? FindKey(string id);

    /// <summary>Whether an access token was revoked, as far as is known.</summary>
    bool Refuses(AccessTokenId token);

    /// <summary>Calls <paramref name="watcher"/> for each revocation from now on, once it is known. It must not wait or throw.</summary>
    void Watch(Action<RevokedSession> watcher);

    /// <summary>Completes at once while what is known is fresh. Otherwise waits until it is, where that can be helped.</summary>
    /// <exception cref="StoreUnavailableException">What is known is too old, and can't be renewed now.</exception>
    ValueTask KeepFreshAsync();

    /// <summary>Takes note that an access token was accepted here for the first time.</summary>
    void NoteReceipt(AccessTokenId token);
}
