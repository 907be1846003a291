using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
                .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> RefreshAsync(
        RefreshRequest request,
        RefreshTokenRotation rotation,
        TokenIssuer tokens,
        RotationWitness witness,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        // A client that has gone would not get the answer: leave its token as it is.
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await rotation.RotateAsync(request.RefreshToken, cancellationToken);
        witness.Saw(outcome);
        return outcome switch
        {
            RotationOutcome.Continued continued => await WithRolesAsync(continued, context.RequestServices, cancellationToken) is { } subject
                ? TypedResults.Ok(TokenResponse.Of(tokens.Issue(continued.Successor, subject)))
                : ContractProblem.SessionEnded,
            RotationOutcome.Ended => ContractProblem.SessionEnded,
            RotationOutcome.Replayed => ContractProblem.RefreshTokenReused,
            _ => ContractProblem.InvalidRefreshToken,
        };
    }

    // The store has the roles of its own users; those that the app keeps elsewhere are asked for there.
    private static async ValueTask<SessionSubject?> WithRolesAsync(
        RotationOutcome.Continued continued,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        var subject = continued.Subject;
        if (subject.Roles is not null)
        {
            return subject;
        }

        if (await services.GetRequiredService<IAccounts>().FindAsync(subject.UserId, cancellationToken) is { } account)
        {
            return subject with { Roles = account.Roles };
        }

        await services.GetRequiredService<SignedInSessions>()
            .EndAsync(continued.Successor.SessionId, owner: null, EndReason.AccountClosed, cancellationToken);
        return null;
    }
}
