using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Codes;
using Cardea.Validation.Problems;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Addresses;

/// <summary>The user's e-mail address: confirmed, changed, and changed back.</summary>
internal static class EmailEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var email = auth.MapGroup("/email");

        email.MapPost("/verify", VerifyAsync)
            .WithMetadata(new TakesIssuerTokens())
            .WithSummary("Takes a mailed code, from somebody who has the account or takes it over: the address it was mailed to is the user's")
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);

        email.MapPost("/disown", DisownAsync)
            .WithSummary("Takes a mailed code, and deletes the account whose address was never verified: somebody else made it")
            .Refuses(StatusCodes.Status429TooManyRequests);

        email.MapPost("/undo", UndoAsync)
            .WithSummary("Takes a code that was mailed to the old address, and undoes the change of address")
            .Refuses(StatusCodes.Status429TooManyRequests);

        email.MapPost("/verification", AskAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Mails a code to the user's address once more, unless it is verified")
            .Produces(StatusCodes.Status202Accepted);

        email.MapPost("/change", ChangeAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChangesByPassword()
            .WithSummary("Mails a code to another address; with it the account moves there")
            .Produces(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<NoContent, Problem>> VerifyAsync(
        EmailVerificationRequest request,
        PossibleSession session,
        EmailConfirmation confirmation,
        KnownDevices devices,
        HttpContext http,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var outcome = await confirmation.ConfirmAsync(request, session.Acting, caller, cancellationToken);
        if (outcome is EmailVerificationOutcome.Verified(var owner))
        {
            await devices.RememberAsync(owner, http);
        }

        return outcome switch
        {
            EmailVerificationOutcome.Verified => TypedResults.NoContent(),
            EmailVerificationOutcome.Taken => ContractProblem.EmailTaken,
            EmailVerificationOutcome.ProofRequired(var methods) => ContractProblem.ProofRequired(methods),
            EmailVerificationOutcome.PasswordRefused(var refusal) => refusal.ToProblem(),
            EmailVerificationOutcome.PasskeyRefused => ContractProblem.InvalidPasskey,
            EmailVerificationOutcome.Weak(var reasons) => ContractProblem.Invalid("newPassword", reasons),
            EmailVerificationOutcome.TooMany(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            EmailVerificationOutcome.SessionOver => Problem.InvalidToken,
            EmailVerificationOutcome.InvalidCode => ContractProblem.InvalidCode,
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, Problem>> DisownAsync(
        CodeRequest request, EmailConfirmation confirmation, Caller caller, CancellationToken cancellationToken) =>
        await confirmation.DisownAsync(request.Token, caller, cancellationToken) switch
        {
            Guess<AccountRemoval.Removed>.Right => TypedResults.NoContent(),
            Guess<AccountRemoval.Removed>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => ContractProblem.InvalidCode,
        };

    private static async Task<Results<NoContent, Problem>> UndoAsync(
        CodeRequest request, EmailConfirmation confirmation, Caller caller, CancellationToken cancellationToken) =>
        await confirmation.UndoAsync(request.Token, caller, cancellationToken) switch
        {
            Guess<StoredCode>.Right => TypedResults.NoContent(),
            Guess<StoredCode>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => ContractProblem.InvalidCode,
        };

    private static async Task<Results<StatusCodeHttpResult, Problem>> AskAsync(
        ActingSession acting, IAccounts accounts, EmailVerification verification, Caller caller, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(acting.User, cancellationToken) is not { } account)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        await verification.AskAsync(account, acting.Id, caller, cancellationToken);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<StatusCodeHttpResult, Problem>> ChangeAsync(
        EmailChangeRequest request, ActingSession acting, PasswordCheck passwords, EmailVerification verification, Caller caller, CancellationToken cancellationToken)
    {
        return await passwords.CheckForChangeAsync(acting, request.Password, caller, cancellationToken) switch
        {
            PasswordOutcome.Right(var account) => await AskToChangeAsync(account),
            PasswordOutcome.Refusal refusal => refusal.ToProblem(),
            _ => throw new UnreachableException(),
        };

        async Task<Results<StatusCodeHttpResult, Problem>> AskToChangeAsync(Account account)
        {
            if (EmailAddress.Normalize(request.NewEmail) is not { } address)
            {
                return ContractProblem.Invalid("newEmail", "It is no e-mail address that mail could go to.");
            }

            await verification.AskToChangeAsync(account, address, acting.Id, caller, cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        }
    }
}
