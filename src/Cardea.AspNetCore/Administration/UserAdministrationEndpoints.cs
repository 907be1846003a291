using System.Globalization;
using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>Users: found, locked out, let in again, deleted, given roles.</summary>
internal static class UserAdministrationEndpoints
{
    private const int MostListed = 100;

    public static void Map(IEndpointRouteBuilder admin)
    {
        var users = admin.MapGroup("/users");
        users.MapGet("", SearchAsync).WithSummary("Finds users by a piece of their address, 100 at most");

        var user = users.MapGroup("/{id}").Refuses(StatusCodes.Status404NotFound);
        user.MapGet("", FindAsync).WithSummary("Shows a user");

        var changes = user.MapGroup("").RequireRecentAuthentication();
        changes.MapPost("/lock", LockAsync).WithSummary("Disables an account and ends its sessions");
        changes.MapPost("/unlock", UnlockAsync).WithSummary("Enables an account again");
        changes.MapPut("/roles", ChangeRolesAsync)
            .WithSummary("Sets the roles of a user; their access tokens are recalled");
        changes.MapDelete("/factors", RemoveFactorsAsync).WithSummary("Removes the second factors of a user who has lost them, and ends their sessions");
        changes.MapDelete("", DeleteAsync).WithSummary("Deletes an account, with all that is personal");
    }

    private static async Task<Ok<UserListResponse>> SearchAsync(string? search, IAccountStore accounts, CancellationToken cancellationToken)
    {
        var text = CultureInfo.InvariantCulture.TextInfo.ToLower(search ?? "");
        var found = await accounts.SearchAsync(text, MostListed, cancellationToken);
        return TypedResults.Ok(new UserListResponse([.. found.Select(UserResponse.Of)]));
    }

    private static async Task<Results<Ok<UserResponse>, Problem>> FindAsync(string id, IAccountStore accounts, CancellationToken cancellationToken) =>
        Answer(await accounts.FindAsync(new(id), cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> LockAsync(
        string id, ClaimsPrincipal by, AccountAdministration administration, CancellationToken cancellationToken) =>
        Answer(await administration.LockAsync(new(id), NameOf(by), cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> UnlockAsync(
        string id, ClaimsPrincipal by, AccountAdministration administration, CancellationToken cancellationToken) =>
        Answer(await administration.UnlockAsync(new(id), NameOf(by), cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> ChangeRolesAsync(
        string id, RolesRequest request, ClaimsPrincipal by, IAccountStore accounts, AccountAdministration administration, CancellationToken cancellationToken)
    {
        if (request.Roles is not { } roles || !roles.All(Role.IsValid))
        {
            return ContractProblem.Invalid("roles", Role.Rule);
        }

        var present = (await accounts.FindAsync(new(id), cancellationToken))?.Roles ?? [];
        return Answer(await administration.ChangeRolesAsync(new(id), [.. roles.Except(present)], [.. present.Except(roles)], NameOf(by), cancellationToken));
    }

    private static async Task<Results<Ok<UserResponse>, Problem>> RemoveFactorsAsync(
        string id, ClaimsPrincipal by, AccountAdministration administration, CancellationToken cancellationToken) =>
        Answer(await administration.RemoveFactorsAsync(new(id), NameOf(by), cancellationToken));

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string id, ClaimsPrincipal by, AccountAdministration administration, CancellationToken cancellationToken) =>
        await administration.DeleteAsync(new(id), NameOf(by), cancellationToken) ? TypedResults.NoContent() : ContractProblem.UserNotFound;

    private static Results<Ok<UserResponse>, Problem> Answer(CardeaUser? user) =>
        user is null ? ContractProblem.UserNotFound : TypedResults.Ok(UserResponse.Of(user));

    private static string NameOf(ClaimsPrincipal by) => $"user {by.GetUserId()}";
}
