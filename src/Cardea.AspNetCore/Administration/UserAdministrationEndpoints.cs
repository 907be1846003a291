using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>Users: found, locked out, let in again, deleted, given roles.</summary>
internal static class UserAdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var users = admin.MapGroup("/users");
        users.MapGet("", SearchAsync).WithSummary("Finds users by a piece of their address, 100 on a page");

        var user = users.MapGroup("/{id}").Refuses(StatusCodes.Status404NotFound);
        user.MapGet("", FindAsync).WithSummary("Shows a user");

        var changes = user.MapGroup("").MakesLastingChanges().RequireRecentAuthentication().Refuses(StatusCodes.Status409Conflict);
        changes.MapPost("/lock", LockAsync).WithSummary("Disables an account and ends its sessions");
        changes.MapPost("/unlock", UnlockAsync).WithSummary("Enables an account again");
        changes.MapPut("/roles", ChangeRolesAsync)
            .WithSummary("Sets the roles of a user; their access tokens are recalled");
        changes.MapDelete("/factors", RemoveFactorsAsync).WithSummary("Removes the second factors of a user who has lost them, and ends their sessions");
        changes.MapDelete("/external-logins", UnlinkAsync).WithSummary("Removes the links of a user to accounts at providers, and ends the sessions that began with them");
        changes.MapDelete("", DeleteAsync).WithSummary("Deletes an account, with all that is personal");
    }

    private static async Task<Ok<UserListResponse>> SearchAsync(string? search, string? after, IAccountStore accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(UserListResponse.Of(await accounts.ReadPageAsync(search, after is null ? null : new UserId(after), cancellationToken)));

    private static async Task<Results<Ok<UserResponse>, Problem>> FindAsync(string id, IAccountStore accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(new(id), cancellationToken) is { } user ? TypedResults.Ok(UserResponse.Of(user)) : ContractProblem.UserNotFound;

    private static async Task<Results<Ok<UserResponse>, Problem>> LockAsync(
        string id, PasswordRequest? proof, AccountAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        Answer(await administration.LockAsync(new(id), caller, force: false, cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> UnlockAsync(
        string id, PasswordRequest? proof, AccountAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        Answer(await administration.UnlockAsync(new(id), caller, cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> ChangeRolesAsync(
        string id, RolesRequest request, AccountAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        request.Roles is { } roles && Role.AreValid(roles)
            ? Answer(await administration.SetRolesAsync(new(id), roles, caller, cancellationToken))
            : ContractProblem.Invalid("roles", Role.Rule);

    private static async Task<Results<Ok<UserResponse>, Problem>> RemoveFactorsAsync(
        string id, [FromBody] PasswordRequest? proof, AccountAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        Answer(await administration.RemoveFactorsAsync(new(id), caller, cancellationToken));

    private static async Task<Results<Ok<UserResponse>, Problem>> UnlinkAsync(
        string id, string? issuer, [FromBody] PasswordRequest? proof, AccountAdministration administration, Caller caller, CancellationToken cancellationToken) =>
        Answer(await administration.UnlinkAsync(new(id), issuer, caller, cancellationToken));

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string id, [FromBody] PasswordRequest? proof, Removals removals, Caller caller, CancellationToken cancellationToken) =>
        await removals.RemoveAsync(new(id), caller, force: false, cancellationToken) switch
        {
            AccountRemoval.Removed => TypedResults.NoContent(),
            AccountRemoval.ActorRefused => Problem.InvalidToken,
            AccountRemoval.LastAdministrator => ContractProblem.LastAdministrator,
            _ => ContractProblem.UserNotFound,
        };

    private static Results<Ok<UserResponse>, Problem> Answer(AdministrationOutcome outcome) => outcome switch
    {
        AdministrationOutcome.Done(var user) => TypedResults.Ok(UserResponse.Of(user)),
        AdministrationOutcome.ActorRefused => Problem.InvalidToken,
        AdministrationOutcome.LastAdministrator => ContractProblem.LastAdministrator,
        _ => ContractProblem.UserNotFound,
    };
}
