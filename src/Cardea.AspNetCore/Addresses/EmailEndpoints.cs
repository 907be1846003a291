using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Addresses;

/// <summary>The user's e-mail address: confirmed, and changed.</summary>
internal static class EmailEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var email = auth.MapGroup("/email");

        email.MapPost("/verify", VerifyAsync)
            .WithSummary("Takes a mailed code: the address it was mailed to is the user's")
            .Refuses(StatusCodes.Status409Conflict);

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
        CodeRequest request, EmailVerification verification, Caller caller, CancellationToken cancellationToken) =>
        await verification.VerifyAsync(request.Token, caller, cancellationToken) switch
        {
            EmailVerificationOutcome.Verified => TypedResults.NoContent(),
            EmailVerificationOutcome.Taken => ContractProblem.EmailTaken,
            _ => ContractProblem.InvalidCode,
        };

    private static async Task<Results<StatusCodeHttpResult, Problem>> AskAsync(
        ActingSession acting, IAccounts accounts, EmailVerification verification, Caller caller, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(acting.User, cancellationToken) is not { } account)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        await verification.AskAsync(account, caller, cancellationToken);
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

            await verification.AskToChangeAsync(account, address, caller, cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        }
    }
}

/// <summary>A mailed code. A class, so that printing it shows no secret.</summary>
internal sealed class CodeRequest
{
    /// <summary>The code.</summary>
    public string? Token { get; init; }
}

/// <summary>Another e-mail address for the account. A class, so that printing it shows no secret.</summary>
internal sealed class EmailChangeRequest : ICarriesPassword
{
    /// <summary>The new address.</summary>
    public string? NewEmail { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
