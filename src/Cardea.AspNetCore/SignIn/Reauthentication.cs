using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of proving again who one is: the session goes on, with an access token that says when and how.</summary>
internal sealed class Reauthentication(
    RefreshTokenRotation rotation, RotationReports reports, TokenIssuer tokens, SecurityLog log)
{
    /// <summary>Finishes it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="session">Their session.</param>
    /// <param name="amr">How they have proved it.</param>
    /// <param name="refreshToken">The refresh token that came with the request; <see langword="null"/> if none did.</param>
    /// <param name="context">The request.</param>
    public async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(
        UserId user, SessionId session, IReadOnlyList<string> amr, string? refreshToken, HttpContext context)
    {
        if (!rotation.TryProve(session, user, amr, refreshToken, out var proof))
        {
            return ProvedSession.NotItsToken;
        }

        var happened = log.Of(SecurityEventKind.Reauthenticated, user, session, context, string.Join(' ', amr));
        var outcome = await rotation.ReauthenticateAsync(proof, happened, reports.For(context), context.RequestAborted);
        reports.Saw(outcome, context);
        if (outcome is not RotationOutcome.Continued { Grant: var grant })
        {
            return ProvedSession.Refusal(outcome, proof);
        }

        log.Saw(happened);
        return TypedResults.Ok(TokenResponse.Of(tokens.Issue(grant)));
    }
}
