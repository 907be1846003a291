using System.Buffers.Text;
using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The passkeys of a user: added, listed, named, removed.</summary>
internal static class PasskeyEndpoints
{
    // More than anybody has devices; each is read with every sign-in.
    private const int MostPerUser = 20;

    public static void Map(IEndpointRouteBuilder auth)
    {
        var passkeys = auth.MapGroup("/passkeys").RequireAuthorization(CardeaPolicy.SignedIn);
        passkeys.MapGet("", ListAsync).WithSummary("Lists the passkeys of the user");
        passkeys.MapPatch("/{id}", RenameAsync)
            .WithSummary("Names a passkey")
            .Refuses(StatusCodes.Status404NotFound);

        var changes = passkeys.MapGroup("").RequireRecentAuthentication();
        changes.MapPost("/options", AskAsync)
            .WithSummary("Asks for a new passkey: what the browser takes")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapPost("", AddAsync)
            .WithSummary("Adds a passkey; from now on a second factor is asked for, and the other sessions are ended")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapDelete("/{id}", RemoveAsync)
            .WithSummary("Removes a passkey; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<PasskeyListResponse>, Problem>> ListAsync(
        ClaimsPrincipal principal, IAccountStore accounts, HttpContext context) =>
        await accounts.FindAsync(principal.GetUserId(), context.RequestAborted) is { } user
            ? TypedResults.Ok(new PasskeyListResponse([.. user.Passkeys.Select(PasskeyResponse.Of)]))
            : await principal.RefuseAsync(context);

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        ClaimsPrincipal principal, IAccountStore accounts, Passkeys passkeys, PasskeyQuestions questions, HttpContext context)
    {
        if (await accounts.FindAsync(principal.GetUserId(), context.RequestAborted) is not { } user)
        {
            return await principal.RefuseAsync(context);
        }

        if (user.Passkeys.Count >= MostPerUser)
        {
            return ContractProblem.TooManyPasskeys;
        }

        var question = await passkeys.AskForNewAsync(user, context);
        return TypedResults.Ok(await questions.KeepAsync(CodePurpose.AddPasskey, new UserId(user.Id), question, context.RequestAborted));
    }

    private static async Task<Results<Created<PasskeyAddedResponse>, Problem>> AddAsync(
        PasskeyRequest request, ClaimsPrincipal principal, Passkeys passkeys, PasskeyQuestions questions, FactorChanges changes, HttpContext context)
    {
        if (!DeviceName.TryRead(request.Name, out var name))
        {
            return ContractProblem.Invalid("name", DeviceName.Rule);
        }

        var owner = principal.GetUserId();
        if (await questions.TakeAsync(CodePurpose.AddPasskey, owner, request, context.RequestAborted) is not var (state, credential)
            || await passkeys.ReadNewAsync(credential, state, context) is not var (read, userId)
            || userId != owner.Value)
        {
            return ContractProblem.PasskeyRefused;
        }

        var passkey = read with { Name = name };
        IReadOnlyList<string> codes = [];
        var update = await changes.ApplyAsync(
            principal,
            SecurityEventKind.PasskeyAdded,
            asked =>
            {
                if (asked.User.Passkeys.Count >= MostPerUser)
                {
                    return null;
                }

                codes = FactorChanges.AddRecoveryCodes(asked.User);
                return asked with { Passkeys = [.. asked.User.Passkeys, passkey] };
            },
            context);
        return update switch
        {
            AccountUpdate.Updated => TypedResults.Created(
                "/auth/passkeys", new PasskeyAddedResponse { Passkey = PasskeyResponse.Of(passkey), RecoveryCodes = codes }),
            null => ContractProblem.TooManyPasskeys,
            _ => ContractProblem.PasskeyRefused,
        };
    }

    private static async Task<Results<Ok<PasskeyResponse>, Problem>> RenameAsync(
        string id, NameRequest request, ClaimsPrincipal principal, AccountChanges changes, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Name, out var name))
        {
            return ContractProblem.Invalid("name", DeviceName.Rule);
        }

        Passkey? renamed = null;
        var update = await changes.ApplyAsync(
            principal.GetUserId(),
            asked =>
            {
                renamed = Find(asked.User, id) is { } known ? known with { Name = name } : null;
                return renamed is null ? null : asked with { Passkeys = [.. asked.User.Passkeys.Where(other => !other.Is(renamed.CredentialId.Span)), renamed] };
            },
            cancellationToken);
        return update is AccountUpdate.Updated ? TypedResults.Ok(PasskeyResponse.Of(renamed!)) : ContractProblem.PasskeyNotFound;
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(string id, ClaimsPrincipal principal, FactorChanges changes, HttpContext context)
    {
        var update = await changes.ApplyAsync(
            principal,
            SecurityEventKind.PasskeyRemoved,
            asked => Find(asked.User, id) is { } known ? asked with { Passkeys = [.. asked.User.Passkeys.Where(other => other != known)] } : null,
            context);
        return update is AccountUpdate.Updated ? TypedResults.NoContent() : ContractProblem.PasskeyNotFound;
    }

    private static Passkey? Find(CardeaUser user, string id) =>
        user.Passkeys.FirstOrDefault(passkey => Base64Url.EncodeToString(passkey.CredentialId.Span) == id);
}
