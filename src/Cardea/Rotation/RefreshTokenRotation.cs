using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>Presents refresh tokens to the store, and tells the feed what came of it before anybody is answered.</summary>
public sealed class RefreshTokenRotation(ISessionStore store, KeyRing keys, RevocationFeed feed, TimeProvider clock)
{
    /// <summary>Presents a refresh token. What we did not issue, or has expired for good, never reaches the store.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say; the token is still good.</exception>
    public async Task<RotationOutcome> RotateAsync(string? text, CancellationToken cancellationToken)
    {
        if (RefreshTokenKey.Read(text, keys.FindRefresh) is not { } presented)
        {
            return new RotationOutcome.Unknown();
        }

        if (presented.SessionId.AbsoluteEnd <= clock.GetUtcNow())
        {
            return new RotationOutcome.Expired();
        }

        var outcome = await store.RotateAsync(presented, cancellationToken);
        switch (outcome)
        {
            case RotationOutcome.Reissued reissued:
                feed.Publish(reissued.Recall);
                break;
            case RotationOutcome.Replayed replayed:
                feed.Publish(replayed.End);
                break;
        }

        return outcome;
    }
}
