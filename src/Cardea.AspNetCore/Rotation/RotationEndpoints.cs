using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Exchanges a refresh token for its successor and a new access token.</summary>
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

    /// <summary>Rotates a refresh token. Other endpoints use this method and answer in another form.</summary>
    /// <returns>The outcome, and the tokens for the answer; <see langword="null"/> if the token is refused.</returns>
    public static async Task<(RotationOutcome Outcome, IssuedTokens? Tokens)> RotateAsync(
        string? refreshToken, HttpContext context, CancellationToken cancellationToken)
    {
        // A client that has disconnected would not get the answer, so its token stays as it is.
        cancellationToken.ThrowIfCancellationRequested();
        var services = context.RequestServices;
        var reports = services.GetRequiredService<RotationReports>();
        var outcome = await services.GetRequiredService<RefreshTokenRotation>().RotateAsync(refreshToken, reports.For(context), cancellationToken);
        reports.Saw(outcome, context);
        return outcome is RotationOutcome.Continued { Grant: var grant } && await WithRolesAsync(grant, services, cancellationToken) is { } complete
            ? (outcome, services.GetRequiredService<TokenIssuer>().Issue(complete))
            : (outcome, null);
    }

    /// <summary>Returns the problem for an outcome that refuses the token.</summary>
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

    // The store returns the roles of Cardea's own users. The roles of an app's users come from the app's user store.
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
