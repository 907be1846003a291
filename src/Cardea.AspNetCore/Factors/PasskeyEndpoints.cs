using System.Buffers.Text;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The passkeys of a user who is signed in: listed, named, removed.</summary>
internal static class PasskeyEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var passkeys = auth.MapGroup("/passkeys").RequireSignIn(CardeaPolicy.SignedIn);
        passkeys.MapGet("", ListAsync).WithSummary("Lists the passkeys of the user");
        passkeys.MapPatch("/{id}", RenameAsync)
            .MakesLastingChanges()
            .WithSummary("Names a passkey")
            .Refuses(StatusCodes.Status404NotFound);

        passkeys.MapDelete("/{id}", RemoveAsync)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .WithSummary("Removes a passkey; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<PasskeyListResponse>, Problem>> ListAsync(
        ActingSession acting, IAccountStore store, IAccounts accounts, CancellationToken cancellationToken) =>
        await store.FindAsync(acting.User, cancellationToken) is { } user
            ? TypedResults.Ok(new PasskeyListResponse([.. user.Passkeys.Select(PasskeyResponse.Of)]))
            : await accounts.RefuseAsync(acting, cancellationToken);

    private static async Task<Results<Ok<PasskeyResponse>, Problem>> RenameAsync(
        string id, NameRequest request, ActingSession acting, AccountChanges changes, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Name, out var name))
        {
            return ContractProblem.Invalid("name", DeviceName.Rule);
        }

        var credentialId = Read(id);
        var outcome = await changes.ApplyAsync(acting.User, user => PasskeyTransitions.Rename(user.Facts, credentialId, name, acting.Id), cancellationToken);
        return outcome is AccountOutcome.Changed { User: var user }
            ? TypedResults.Ok(PasskeyResponse.Of(user.Passkeys.First(passkey => passkey.Is(credentialId))))
            : outcome.ToProblem(ContractProblem.PasskeyNotFound);
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        string id,
        [FromBody] PasswordRequest? proof,
        ActingSession acting,
        AccountChanges changes,
        WaysIn waysIn,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var credentialId = Read(id);
        var refusal = ContractProblem.PasskeyNotFound;
        var outcome = await changes.ApplyAsync(
            acting.User,
            caller,
            user =>
            {
                refusal = PasskeyTransitions.IsLastWayIn(user.Facts, credentialId, waysIn) ? ContractProblem.LastPasskey
                    : user.Passkeys.Any(passkey => passkey.Is(credentialId)) ? ContractProblem.LastSecondFactor
                    : ContractProblem.PasskeyNotFound;
                return PasskeyTransitions.Remove(user.Facts, credentialId, waysIn, options.RequireSecondFactor, acting.Id);
            },
            terms: null,
            cancellationToken);
        return outcome is AccountOutcome.Changed ? TypedResults.NoContent() : outcome.ToProblem(refusal);
    }

    // A text that is no id of a passkey is the id of none.
    private static byte[] Read(string id) => Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
}
