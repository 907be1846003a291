using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.External;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Providers.SignIn;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;

namespace Cardea.Providers.NativeApps;

/// <summary>Signing in with an id token that the provider gave to a native app.</summary>
internal static class IdTokenEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        external.MapPost("/{provider}/nonce", IssueAsync)
            .WithSummary("Makes a nonce for one sign-in of a native app")
            .Refuses(StatusCodes.Status404NotFound);
        external.MapPost("/{provider}/id-token", SignInAsync)
            .MakesDeviceKnown()
            .WithSummary("Signs in with an id token that the provider gave to a native app")
            .Produces<TokenResponse>()
            .Produces<ExternalRequired>(StatusCodes.Status409Conflict, ProblemMetadata.ContentType)
            .Produces<ExternalRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private static Results<Ok<NonceResponse>, Problem> IssueAsync(string provider, ProviderList providers, Nonces nonces) =>
        providers.Find(provider) is { HasIdTokens: true } found ? TypedResults.Ok(new NonceResponse(nonces.Issue(found.Name))) : ContractProblem.ProviderNotFound;

    private static async Task<IResult> SignInAsync(
        string provider,
        IdTokenRequest request,
        ProviderList providers,
        ProviderTokens tokens,
        Nonces nonces,
        IdentityReader reader,
        IExternalStore store,
        ExternalSignIns signIns,
        Guesses guesses,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { HasIdTokens: true } found)
        {
            return ContractProblem.ProviderNotFound;
        }

        if (request.CodeChallenge is { } given && !AttemptOwner.IsChallenge(given))
        {
            return ContractProblem.Invalid("codeChallenge", "It must be the SHA-256 of the app's code verifier in base64url, without padding (RFC 7636, S256).");
        }

        if (ExchangeEndpoints.ReadRequest(request.Device, request.DeviceToken, request.Audience, options, caller, out var refusal) is not { } asked)
        {
            return refusal!;
        }

        Guess<Checked> guess;
        try
        {
            guess = await guesses.TakeCodeAsync(caller, CheckAsync, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return ContractProblem.ProviderUnavailable;
        }

        return guess switch
        {
            Guess<Checked>.Right(var (identity, nonce)) => ExchangeEndpoints.ToResult(await signIns.GoOnAsync(
                identity,
                identity.ProvedEmail,
                sessionEpoch: null,
                asked.Of(AttemptOwner.App(request.CodeChallenge ?? AttemptOwner.ChallengeOf(nonce))),
                cancellationToken)),
            Guess<Checked>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => ContractProblem.InvalidIdToken,
        };

        async Task<Checked?> CheckAsync()
        {
            if (await tokens.CheckAsync(found, request.IdToken, found.Audiences, cancellationToken) is not var (claims, issuer)
                || (claims.GetClaim("azp") is { } presenter && !found.Audiences.Contains(presenter)))
            {
                return null;
            }

            var claim = claims.GetClaim("nonce");
            var nonce = request.Nonce ?? claim ?? "";
            return nonces.Read(found.Name, nonce) is var (until, hash)
                && Nonces.IsIn(claim, nonce)
                && reader.Read(found, claims, claims, issuer, until - Nonces.Lifetime) is { } identity
                && await store.UseOnceAsync(hash, until, cancellationToken)
                ? new(identity, nonce)
                : null;
        }
    }

    private sealed record Checked(ExternalIdentity Identity, string Nonce);
}
