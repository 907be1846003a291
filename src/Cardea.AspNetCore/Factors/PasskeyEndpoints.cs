using System.Buffers.Text;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Codes;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The passkeys of a user: added, listed, named, removed.</summary>
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

        var changes = passkeys.MapGroup("").MakesLastingChanges().RequireRecentAuthentication();
        changes.MapPost("/options", AskAsync)
            .WithSummary("Asks for a new passkey: what the browser takes")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapPost("", AddAsync)
            .WithSummary("Adds a passkey; from now on a second factor is asked for, and the other sessions are ended")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapDelete("/{id}", RemoveAsync)
            .WithSummary("Removes a passkey; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<PasskeyListResponse>, Problem>> ListAsync(
        ActingSession acting, IAccountStore store, IAccounts accounts, CancellationToken cancellationToken) =>
        await store.FindAsync(acting.User, cancellationToken) is { } user
            ? TypedResults.Ok(new PasskeyListResponse([.. user.Passkeys.Select(PasskeyResponse.Of)]))
            : await accounts.RefuseAsync(acting, cancellationToken);

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        PasswordRequest? proof,
        ActingSession acting,
        IAccountStore store,
        IAccounts accounts,
        Passkeys passkeys,
        PasskeyQuestions questions,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(acting.User, cancellationToken) is not { } user)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        if (!PasskeyTransitions.HasRoom(user.Facts))
        {
            return ContractProblem.TooManyPasskeys;
        }

        var question = await passkeys.AskForNewAsync(user);
        return TypedResults.Ok(await questions.KeepAsync(CodePurpose.AddPasskey, acting.User, question, cancellationToken));
    }

    private static async Task<Results<Created<PasskeyAddedResponse>, Problem>> AddAsync(
        NewPasskeyRequest request, ActingSession acting, Passkeys passkeys, PasskeyQuestions questions, AccountChanges changes, Caller caller, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Name, out var name))
        {
            return ContractProblem.Invalid("name", DeviceName.Rule);
        }

        if (await questions.TakeAsync(CodePurpose.AddPasskey, acting.User, request, cancellationToken) is not var (state, credential)
            || await passkeys.ReadNewAsync(credential, state) is not var (read, userId, _)
            || userId != acting.User.Value)
        {
            return ContractProblem.PasskeyRefused;
        }

        var passkey = read with { Name = name };
        var codes = new NewRecoveryCodes();
        var outcome = await changes.ApplyAsync(
            acting.User, caller, user => PasskeyTransitions.Add(user.Facts, passkey, codes.Hashes, acting.Id), terms: null, cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed(var user, _) => TypedResults.Created(
                "/auth/passkeys",
                new PasskeyAddedResponse { Passkey = PasskeyResponse.Of(passkey), RecoveryCodes = codes.RevealIfStored(user.RecoveryCodes) }),
            AccountOutcome.Declined => ContractProblem.TooManyPasskeys,
            _ => outcome.ToProblem(ContractProblem.PasskeyRefused),
        };
    }

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
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var credentialId = Read(id);
        var isLastWayIn = false;
        var outcome = await changes.ApplyAsync(
            acting.User,
            caller,
            user =>
            {
                isLastWayIn = PasskeyTransitions.IsLastWayIn(user.Facts, credentialId, options.SignInByLink);
                return PasskeyTransitions.Remove(user.Facts, credentialId, options.SignInByLink, acting.Id);
            },
            terms: null,
            cancellationToken);
        return outcome is AccountOutcome.Changed
            ? TypedResults.NoContent()
            : outcome.ToProblem(isLastWayIn ? ContractProblem.LastPasskey : ContractProblem.PasskeyNotFound);
    }

    // A text that is no id of a passkey is the id of none.
    private static byte[] Read(string id) => Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
}
