using Cardea.Audit;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>Presents refresh tokens to the store. This process knows the outcome before a caller gets an answer.</summary>
internal sealed class RefreshTokenRotation(IRotationStore store, KeyRing keys, RevocationFeed feed, StoreFeedReader reader, TimeProvider clock)
{
    /// <summary>
    /// Presents a refresh token that came in a body. A text that Cardea did not issue, the token of a cookie, or a token past its absolute
    /// end never reaches the store.
    /// </summary>
    /// <param name="text">The text in the place of the refresh token.</param>
    /// <param name="report">Writes the report that is stored with the outcome.</param>
    /// <param name="cancellationToken">Cancels a step that has not begun yet. A step that may end a session is done all the same.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer. The token stays valid.</exception>
    public Task<RotationOutcome> RotateAsync(string? text, RotationReporter report, CancellationToken cancellationToken) =>
        ReadBody(text) is { } presented ? RotateAsync(presented, report, cancellationToken) : Task.FromResult<RotationOutcome>(new RotationOutcome.Unknown());

    /// <summary>Presents a refresh token. A token past its absolute end never reaches the store.</summary>
    /// <param name="presented">The token.</param>
    /// <param name="report">Writes the report that is stored with the outcome.</param>
    /// <param name="cancellationToken">Cancels a step that has not begun yet. A step that may end a session is done all the same.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer. The token stays valid.</exception>
    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken)
    {
        if (presented.SessionId.AbsoluteEnd <= clock.GetUtcNow())
        {
            return new RotationOutcome.Expired();
        }

        // A node that does not know the accepted keys signs nothing, so it moves no session.
        await reader.KeepFreshAsync();
        var outcome = await feed.PublishAsync(store.RotateAsync(presented, report, cancellationToken), static outcome => outcome.Revoked);
        feed.Learn(presented.SessionId, outcome);
        return outcome;
    }

    /// <summary>Notes that a user has proved their identity again, in one of their sessions.</summary>
    /// <inheritdoc cref="IRotationStore.ReauthenticateAsync" path="/param"/>
    /// <exception cref="StoreUnavailableException">The store does not answer. The earlier tokens stay valid.</exception>
    public async Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken)
    {
        await reader.KeepFreshAsync();
        var outcome = await feed.PublishAsync(
            store.ReauthenticateAsync(proof, happened, report, cancellationToken), static outcome => outcome.Revoked);
        feed.Learn(proof.SessionId, outcome);
        return outcome;
    }

    /// <summary>Reads a refresh token; <see langword="null"/> if Cardea did not issue it.</summary>
    public RefreshToken? Read(string? text) => RefreshTokenKey.Read(text, keys.FindRefresh);

    /// <summary>Reads a refresh token from a body; <see langword="null"/> if Cardea did not issue it, or if it is the token of a cookie.</summary>
    public RefreshToken? ReadBody(string? text) => Read(text) is { IsOfCookie: false } token ? token : null;

    /// <summary>Reads a refresh token from a cookie; <see langword="null"/> if Cardea did not issue it, or if it is not the token of a cookie.</summary>
    public RefreshToken? ReadCookie(string? text) => Read(text) is { IsOfCookie: true } token ? token : null;

    /// <summary>
    /// Returns the outcome that presenting a refresh token would have. Nothing moves, and no generation is proved. This process refuses a
    /// session from now on if its row has ended.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<RotationOutcome> LookAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        if (token.SessionId.AbsoluteEnd <= clock.GetUtcNow())
        {
            return new RotationOutcome.Expired();
        }

        // A lost answer is issued again, and access tokens are recalled, only when the token is presented.
        var outcome = await store.InspectAsync(token, cancellationToken);
        if (outcome is not RotationOutcome.Reissued)
        {
            feed.Learn(token.SessionId, outcome);
        }

        return outcome;
    }

    /// <summary>Returns how a session goes on without a refresh token. Nothing moves, and nothing is proved.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<RotationOutcome> LookAsync(SessionId session, CancellationToken cancellationToken)
    {
        // A node that does not know the accepted keys signs nothing.
        await reader.KeepFreshAsync();
        var outcome = await store.InspectAsync(session, cancellationToken);
        feed.Learn(session, outcome);
        return outcome;
    }

    /// <summary>Returns the subject of the session that a refresh token would continue if it were presented now. Nothing moves.</summary>
    /// <returns>The subject; <see langword="null"/> if the token would be refused.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<SessionSubject?> InspectAsync(RefreshToken token, CancellationToken cancellationToken) =>
        await LookAsync(token, cancellationToken) is RotationOutcome.Continued continued ? continued.Grant.Subject : null;
}
