using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Refreshing: a refresh token for its successor and a new access token.</summary>
internal static class RotationEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        foreach (var path in (string[])["/refresh-token", "/refresh"])
        {
            auth.MapPost(path, RefreshAsync)
                .WithSummary("Exchanges a refresh token for its successor and a new access token")
                .ProducesProblem(StatusCodes.Status401Unauthorized)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request,
        RefreshTokenRotation rotation,
        TokenIssuer tokens,
        SignedInSessions sessions,
        IAccounts accounts,
        CancellationToken cancellationToken)
    {
        // A client that has gone would not get the answer: leave its token as it is.
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await rotation.RotateAsync(request.RefreshToken, cancellationToken);
        if (outcome is not RotationOutcome.Continued { Successor: var successor, Subject: var subject })
        {
            return Refusal(outcome);
        }

        if (subject.Roles is null)
        {
            // The store knows nothing of users that the app keeps elsewhere: ask there.
            if (await accounts.FindAsync(subject.UserId, cancellationToken) is not { } account)
            {
                await sessions.EndAsync(successor.SessionId, owner: null, EndReason.AccountClosed, cancellationToken);
                return Problem.SessionEnded();
            }

            subject = subject with { Roles = account.Roles };
        }

        return TypedResults.Ok(new TokenResponse(tokens.Issue(successor, subject)));
    }

    private static ProblemHttpResult Refusal(RotationOutcome outcome) => outcome switch
    {
        RotationOutcome.Ended => Problem.SessionEnded(),
        RotationOutcome.Replayed => Problem.RefreshTokenReused(),
        _ => Problem.InvalidRefreshToken(),
    };
}
