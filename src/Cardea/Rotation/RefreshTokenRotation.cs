using Cardea.Audit;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>Presents refresh tokens to the store. This process knows what came of it before anybody is answered.</summary>
internal sealed class RefreshTokenRotation(IRotationStore store, KeyRing keys, RevocationFeed feed, StoreFeedReader reader, TimeProvider clock)
{
    /// <summary>Presents a refresh token. What we did not issue, or has expired for good, never reaches the store.</summary>
    /// <param name="text">What stands where the refresh token should.</param>
    /// <param name="report">Writes what is stored with the outcome.</param>
    /// <param name="cancellationToken">Gives up what has not begun yet. What may end a session is done all the same.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; the token is still good.</exception>
    public async Task<RotationOutcome> RotateAsync(string? text, RotationReporter report, CancellationToken cancellationToken)
    {
        if (Read(text) is not { } presented)
        {
            return new RotationOutcome.Unknown();
        }

        if (presented.SessionId.AbsoluteEnd <= clock.GetUtcNow())
        {
            return new RotationOutcome.Expired();
        }

        // A node that does not know which keys are accepted signs nothing, so it moves nothing.
        await reader.KeepFreshAsync();
        var outcome = await feed.PublishAsync(store.RotateAsync(presented, report, cancellationToken), static outcome => outcome.Revoked);
        feed.Learn(presented.SessionId, outcome);
        return outcome;
    }

    /// <summary>Takes note that a user has proved again who they are, in a session of theirs.</summary>
    /// <inheritdoc cref="IRotationStore.ReauthenticateAsync" path="/param"/>
    /// <exception cref="StoreUnavailableException">The store can't say; the tokens of before are still good.</exception>
    public async Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken)
    {
        await reader.KeepFreshAsync();
        var outcome = await feed.PublishAsync(
            store.ReauthenticateAsync(proof, happened, report, cancellationToken), static outcome => outcome.Revoked);
        feed.Learn(proof.SessionId, outcome);
        return outcome;
    }

    /// <summary>Reads a refresh token; <see langword="null"/> when we did not issue it.</summary>
    public RefreshToken? Read(string? text) => RefreshTokenKey.Read(text, keys.FindRefresh);

    /// <summary>Whose session a refresh token would continue if it were presented now. Nothing moves.</summary>
    /// <returns>The subject; <see langword="null"/> when it would be refused.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async Task<SessionSubject?> InspectAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        if (token.SessionId.AbsoluteEnd <= clock.GetUtcNow())
        {
            return null;
        }

        var outcome = await store.InspectAsync(token, cancellationToken);
        switch (outcome)
        {
            case RotationOutcome.Ended:
                feed.LearnEnd(token.SessionId);
                return null;
            case RotationOutcome.Continued continued:
                return continued.Grant.Subject;
            default:
                return null;
        }
    }
}
