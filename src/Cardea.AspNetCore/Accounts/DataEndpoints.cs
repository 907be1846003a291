using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Accounts;

/// <summary>All that is kept of a user: given to them, and deleted (GDPR, articles 15, 17 and 20).</summary>
internal static class DataEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapGet("/me/data", ExportAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .RequireRecentAuthentication()
            .WithSummary("Gives the user all that is kept of them");

        auth.MapDelete("/me", DeleteAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Deletes the account, with all that is personal")
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<Ok<DataResponse>, Problem>> ExportAsync(
        ClaimsPrincipal principal, IAccountStore accounts, ISessionStore sessions, IEventStore events, SecurityLog log, HttpContext context)
    {
        var id = principal.GetUserId();
        if (await accounts.FindAsync(id, context.RequestAborted) is not { } user)
        {
            return await principal.RefuseAsync(context);
        }

        await log.AddAsync(log.Of(SecurityEventKind.Exported, id, principal.GetSessionId(), context));
        var live = await sessions.ListAsync(id, context.RequestAborted);

        // Before the first byte: until then an answer can still say that the store can't be asked.
        var happened = await events.ReadAllAsync(id, context.RequestAborted);
        return TypedResults.Ok(DataResponse.Of(user, live, principal.GetSessionId(), happened));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        [FromBody] PasswordRequest request,
        ClaimsPrincipal user,
        PasswordStep passwords,
        AccountAdministration administration,
        SecurityLog log,
        Postbox postbox,
        HttpContext context)
    {
        var (account, refusal) = await passwords.CheckForChangeAsync(user, request.Password, context);
        if (account is null)
        {
            return refusal!;
        }

        var mail = postbox.WriteNotice(MailKind.AccountDeleted, recipient: null, account.Email, context.DescribeClient(name: null), context);
        var removal = log.Of(SecurityEventKind.Deleted, account.Id, user.GetSessionId(), context) with { IpAddress = null, UserAgent = null };
        await administration.DeleteAsync(removal, mail, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
