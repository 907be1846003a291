using Cardea.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Issuers;

/// <summary>The issuer whose access tokens are accepted: this process itself, or one elsewhere.</summary>
internal interface IIssuer
{
    /// <summary>Whether enough is known of it to say which tokens are good.</summary>
    bool IsKnown { get; }

    /// <summary>The public key that a <c>kid</c> names, as far as is known.</summary>
    /// <exception cref="StoreUnavailableException">The keys are not known.</exception>
    SecurityKey? FindKey(string id);

    /// <summary>The same for a key that was not found: perhaps it is new.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    ValueTask<SecurityKey?> FindNewKeyAsync(string id);

    /// <summary>Whether an access token was revoked.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    ValueTask<bool> RefusesAsync(AccessTokenId token);

    /// <summary>Takes note that an access token was accepted here for the first time.</summary>
    void NoteReceipt(AccessTokenId token);

    /// <summary>Keeps what is known of the issuer up to date, until told to stop.</summary>
    Task FollowAsync(CancellationToken stoppingToken);
}
