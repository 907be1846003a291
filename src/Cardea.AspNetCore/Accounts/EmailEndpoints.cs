using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The user's e-mail address: shown to be theirs, and changed.</summary>
internal static class EmailEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var email = auth.MapGroup("/email");

        email.MapPost("/verify", VerifyAsync)
            .WithSummary("Takes a mailed code: the address it was mailed to is the user's")
            .Refuses(StatusCodes.Status409Conflict);

        email.MapPost("/verification", AskAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Mails a code to the user's address once more, unless it is verified")
            .Produces(StatusCodes.Status202Accepted);

        email.MapPost("/change", ChangeAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Mails a code to another address; with it the account moves there")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<NoContent, Problem>> VerifyAsync(CodeRequest request, EmailVerification verification, HttpContext context) =>
        await verification.VerifyAsync(request.Token ?? "", context) is { } refusal ? refusal : TypedResults.NoContent();

    private static async Task<Results<StatusCodeHttpResult, Problem>> AskAsync(
        ClaimsPrincipal user, IAccounts accounts, EmailVerification verification, HttpContext context)
    {
        if (await accounts.FindAsync(user.GetUserId(), context.RequestAborted) is not { } account)
        {
            return await user.RefuseAsync(context);
        }

        await verification.AskAsync(account, context);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<StatusCodeHttpResult, Problem>> ChangeAsync(
        EmailChangeRequest request, ClaimsPrincipal user, PasswordStep passwords, EmailVerification verification, HttpContext context)
    {
        var (account, refusal) = await passwords.CheckForChangeAsync(user, request.Password, context);
        if (account is null)
        {
            return refusal!;
        }

        if (EmailAddress.Normalize(request.NewEmail) is not { } address)
        {
            return ContractProblem.Invalid("newEmail", "It is no e-mail address that mail could go to.");
        }

        await verification.AskToChangeAsync(account, address, context);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }
}
