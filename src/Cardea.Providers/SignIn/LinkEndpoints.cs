using Cardea.AspNetCore;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>Linking providers' accounts to the user's own, and removing the links.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        var link = external.MapGroup("/{provider}/link")
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .Refuses(StatusCodes.Status404NotFound);
        link.MapPost("", BeginAsync).WithSummary("Begins to link a provider's account; the browser opens the url");
        link.MapDelete("", RemoveAsync)
            .WithSummary("Removes the links to a provider, and ends the sessions that began with them")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<LinkStartResponse>, Problem>> BeginAsync(
        string provider, LinkStartRequest request, ActingSession acting, ProviderList providers, ExternalLinks links, CardeaOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        var (address, errors) = StartEndpoints.ReadApp(request.ReturnUrl, request.CodeChallenge, request.State, options);
        if (address is null)
        {
            return ContractProblem.Invalid(errors!);
        }

        var attempt = new Attempt(found.Name, address, clock.GetUtcNow()) { CodeChallenge = request.CodeChallenge!, State = request.State };
        return await links.BeginAsync(found, attempt, acting, cancellationToken) is { } url
            ? TypedResults.Ok(new LinkStartResponse(url))
            : Problem.InvalidToken;
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        string provider, [FromBody] PasswordRequest? proof, ActingSession acting, ProviderList providers, ExternalLinks links, Caller caller, CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        return await links.RemoveAsync(found, acting, caller, cancellationToken) switch
        {
            null => ContractProblem.LastSignInMethod,
            AccountOutcome.Changed => TypedResults.NoContent(),
            var outcome => outcome.ToProblem(ContractProblem.ExternalLoginNotFound),
        };
    }
}
