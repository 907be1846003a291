using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.PersonalData;

/// <summary>All data that is kept of a user: exported and deleted (GDPR, articles 15, 17 and 20).</summary>
internal static class DataEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapGet("/me/data", ExportAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .WithSummary("Gives the user all that is kept of them");

        auth.MapDelete("/me", DeleteAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChangesByPassword()
            .WithSummary("Deletes the account, with all that is personal")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<DataResponse>, Problem>> ExportAsync(
        ActingSession acting,
        IAccountStore store,
        IAccounts accounts,
        ISessionStore sessions,
        IEventStore events,
        SecurityLog log,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(acting.User, cancellationToken) is not { } user)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        await log.StoreAsync(SecurityEventKind.Exported, acting.User, acting.Id, caller);
        var trusted = await sessions.ListTrustedDevicesAsync(acting.User, cancellationToken);
        var live = await sessions.ListAsync(acting.User, cancellationToken);

        // Before the first byte: until then an answer can still say that the store can't be asked.
        var happened = await events.ReadAllAsync(acting.User, cancellationToken);
        return TypedResults.Ok(DataResponse.Of(user, trusted, live, acting.Id, happened));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        [FromBody] PasswordRequest? request,
        ActingSession acting,
        PasswordCheck passwords,
        Removals removals,
        SessionCookies cookies,
        HttpContext http,
        Caller caller,
        CancellationToken cancellationToken)
    {
        switch (await passwords.CheckForChangeAsync(acting, request?.Password, caller, cancellationToken))
        {
            case PasswordOutcome.Right:
                switch (await removals.RemoveOwnAsync(acting, caller, cancellationToken))
                {
                    case AccountRemoval.ActorRefused:
                        return Problem.InvalidToken;
                    case AccountRemoval.LastAdministrator:
                        return ContractProblem.LastAdministrator;
                    default:
                        cookies.DeleteOf(http, acting.Id);
                        return TypedResults.NoContent();
                }

            case PasswordOutcome.Refusal refusal:
                return refusal.ToProblem();
            default:
                throw new UnreachableException();
        }
    }
}
