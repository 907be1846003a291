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
                .Refuses(StatusCodes.Status401Unauthorized);
        }
    }

    /// <summary>Presents a refresh token for whoever is answered in another form.</summary>
    /// <returns>The outcome, and the tokens to answer with; <see langword="null"/> when it is refused.</returns>
    public static async Task<(RotationOutcome Outcome, IssuedTokens? Tokens)> RotateAsync(
        string? refreshToken, HttpContext context, CancellationToken cancellationToken)
    {
        // A client that has gone would not get the answer: leave its token as it is.
        cancellationToken.ThrowIfCancellationRequested();
        var services = context.RequestServices;
        var reports = services.GetRequiredService<RotationReports>();
        var outcome = await services.GetRequiredService<RefreshTokenRotation>().RotateAsync(refreshToken, reports.For(context), cancellationToken);
        reports.Saw(outcome, context);
        return outcome is RotationOutcome.Continued { Grant: var grant } && await WithRolesAsync(grant, services, cancellationToken) is { } complete
            ? (outcome, services.GetRequiredService<TokenIssuer>().Issue(complete))
            : (outcome, null);
    }

    /// <summary>How an outcome that refuses is answered.</summary>
    public static Problem Refusal(RotationOutcome outcome) => outcome switch
    {
        RotationOutcome.Continued or RotationOutcome.Ended => ContractProblem.SessionEnded,
        RotationOutcome.Replayed => ContractProblem.RefreshTokenReused,
        _ => ContractProblem.InvalidRefreshToken,
    };

    private static async Task<Results<Ok<TokenResponse>, Problem>> RefreshAsync(
        RefreshRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var (outcome, tokens) = await RotateAsync(request.RefreshToken, context, cancellationToken);
        return tokens is null ? Refusal(outcome) : TypedResults.Ok(TokenResponse.Of(tokens));
    }

    // The store has the roles of its own users; those that the app keeps elsewhere are asked for there.
    private static async ValueTask<SessionGrant?> WithRolesAsync(SessionGrant grant, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (grant.Subject.Roles is not null)
        {
            return grant;
        }

        if (await services.GetRequiredService<IAccounts>().FindAsync(grant.Subject.UserId, cancellationToken) is { } account)
        {
            return grant with { Subject = grant.Subject with { Roles = account.Roles } };
        }

        await services.GetRequiredService<SignedInSessions>().EndAsync(grant.SessionId, owner: null, EndReason.AccountClosed, cancellationToken);
        return null;
    }
}
