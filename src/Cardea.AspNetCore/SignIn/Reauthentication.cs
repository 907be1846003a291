using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Rotation;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of proving again who the user is: the session goes on, with an access token that says when and how.</summary>
internal sealed class Reauthentication(RefreshTokenRotation rotation, RotationReports reports, TokenIssuer tokens, SecurityLog log)
{
    /// <summary>Finishes it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="session">The session.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="refreshToken">The session's refresh token, which is rotated; null if the client keeps it.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<ReauthenticationOutcome> FinishAsync(
        UserId user, SessionId session, IReadOnlyList<string> amr, string? refreshToken, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        if (!rotation.TryProve(session, user, amr, refreshToken, out var proof))
        {
            return new ReauthenticationOutcome.NotItsToken();
        }

        var happened = log.Create(SecurityEventKind.Reauthenticated, user, session, caller, string.Join(' ', amr));
        var outcome = await rotation.ReauthenticateAsync(proof, happened, reports.For(caller), cancellationToken);
        reports.Log(outcome, caller);
        if (outcome is not RotationOutcome.Continued { Grant: var grant })
        {
            return new ReauthenticationOutcome.SessionRefused(outcome, proof);
        }

        log.Log(happened);
        return new ReauthenticationOutcome.GoesOn(tokens.Issue(grant with { Transport = caller.Transport }, caller.Transport == TokenTransport.Body ? audience : TokenAudience.Apis));
    }
}
