using Cardea.AspNetCore.Callers;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Says who is signed in.</summary>
internal static class MeEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapGet("/me", ShowAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Says who is signed in");

    private static async Task<Results<Ok<MeResponse>, Problem>> ShowAsync(ActingSession acting, IAccounts accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(acting.User, cancellationToken) is { } account
            ? TypedResults.Ok(new MeResponse(account.Id.Value, account.Email, account.EmailVerified, account.Roles, account.HasPassword, acting.Id.ToString()))
            : await accounts.RefuseAsync(acting, cancellationToken);
}

