using Cardea.AspNetCore;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Providers.Settings;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>What a session does with providers: link their accounts to the user's own, remove the links, and prove again who the user is.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        var link = external.MapGroup("/{provider}/link")
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .Refuses(StatusCodes.Status404NotFound);
        external.MapPost("/{provider}/reauthenticate", RenewAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Begins to prove again who the user is, with a linked account at a provider; the browser opens the url")
            .Refuses(StatusCodes.Status404NotFound);
        external.MapGet("/links", ListAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Lists the accounts at providers that sign in to the user's account");
        link.MapPost("", BeginAsync).WithSummary("Begins to link a provider's account; the browser opens the url");
        link.MapDelete("", RemoveAsync)
            .WithSummary("Removes the links to a provider, and ends the sessions that began with them")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<LinksResponse>, Problem>> ListAsync(
        ActingSession acting, IExternalAccounts accounts, ProviderList providers, CancellationToken cancellationToken) =>
        await accounts.FindAsync(acting.User, cancellationToken) is { } account
            ? TypedResults.Ok(new LinksResponse([.. account.ExternalLogins.Select(login => LinkResponse.Of(login, providers.FindByIssuer(login.Issuer)))]))
            : Problem.InvalidToken;

    private static Task<Results<Ok<AttemptStartResponse>, Problem>> BeginAsync(
        string provider, AttemptStartRequest request, HttpContext context, ActingSession acting, ProviderList providers, SessionAttempts attempts, CardeaOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(provider, request, renews: false, context, acting, providers, attempts, options, clock, cancellationToken);

    private static Task<Results<Ok<AttemptStartResponse>, Problem>> RenewAsync(
        string provider, AttemptStartRequest request, HttpContext context, ActingSession acting, ProviderList providers, SessionAttempts attempts, CardeaOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(provider, request, renews: true, context, acting, providers, attempts, options, clock, cancellationToken);

    private static async Task<Results<Ok<AttemptStartResponse>, Problem>> StartAsync(
        string provider,
        AttemptStartRequest request,
        bool renews,
        HttpContext context,
        ActingSession acting,
        ProviderList providers,
        SessionAttempts attempts,
        CardeaOptions options,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } found || (renews && !found.HasIdTokens))
        {
            return ContractProblem.ProviderNotFound;
        }

        // Only a session in cookies can be finished by its browser.
        var cookies = request.CodeChallenge is null ? context.Features.Get<CookieCredential>() : null;
        var (begun, refusal) = cookies is null
            ? AttemptRequests.ReadApp(found, request.ReturnUrl, request.CodeChallenge, request.State, options, clock)
            : AttemptRequests.ReadBrowser(found, request.ReturnUrl, cookies.Transport, options, clock);
        return begun is null ? refusal!
            : await attempts.BeginAsync(begun, acting, renews, context.Request.PathBase, cancellationToken) is { } url ? TypedResults.Ok(new AttemptStartResponse(url))
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
            LinkOutcome.Changed => TypedResults.NoContent(),
            LinkOutcome.ActorRefused => Problem.InvalidToken,
            _ => ContractProblem.ExternalLoginNotFound,
        };
    }
}
