using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using Cardea.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;

namespace Cardea.Providers.Logout;

/// <summary>Takes the logouts that providers report (OpenID Connect Back-Channel Logout 1.0). The sessions end at every API at once.</summary>
internal static class LogoutEndpoint
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    // The standard asks for a short life. A token that is older was held back.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder external) =>
        external.MapPost("/{provider}/logout", LogOutAsync)
            .WithMetadata(new AnswersAsOAuth(), new FormParameters(["logout_token"]))
            .WithSummary("Takes a logout that the provider reports, and ends the sessions that began with it")
            .Produces(StatusCodes.Status200OK);

    private static async Task<IResult> LogOutAsync(
        string provider,
        HttpContext context,
        ProviderList providers,
        ProviderTokens tokens,
        IExternalStore store,
        RevocationFeed feed,
        SecurityLog log,
        Guesses guesses,
        TimeProvider clock,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { HasIdTokens: true } found)
        {
            return new OAuthError("invalid_request", "There is no such provider.");
        }

        return await OAuthForm.ReadAsync(context.Request, cancellationToken) switch
        {
            OAuthFormReading.Readable(var form) => await LogOutAsync(form.Find("logout_token")),
            OAuthFormReading.Unreadable(var error) => error,
            _ => throw new UnreachableException(),
        };

        async Task<IResult> LogOutAsync(string? token)
        {
            var happened = new List<SecurityEvent>();
            Guess<IReadOnlyList<EndedByProvider>> guess;
            try
            {
                guess = await guesses.TakeCodeAsync(caller, () => EndAsync(token, happened), cancellationToken);
            }
            catch (HttpRequestException)
            {
                return ContractProblem.ProviderUnavailable;
            }

            switch (guess)
            {
                case Guess<IReadOnlyList<EndedByProvider>>.Right:
                    happened.ForEach(log.Log);
                    return TypedResults.Ok();
                case Guess<IReadOnlyList<EndedByProvider>>.Refused(var retryAfter):
                    return ContractProblem.TooManyAttempts(retryAfter);
                default:
                    return new OAuthError("invalid_request", "The logout token is not one of this provider for this service, or was used before.");
            }
        }

        async Task<IReadOnlyList<EndedByProvider>?> EndAsync(string? token, List<SecurityEvent> happened)
        {
            if (await CheckAsync(found, token, tokens, clock, cancellationToken) is not { } logout)
            {
                return null;
            }

            // A provider that hangs up does not stop the logout: it may not try again.
            return await feed.PublishAsync(
                store.EndAsync(
                    logout,
                    session =>
                    {
                        var one = SecurityEvent.Of(SecurityEventKind.ExternalLogout, session.Owner, session.Revoked.SessionId, device: null, clock.GetUtcNow(), logout.Issuer);
                        happened.Add(one);
                        return one;
                    },
                    CancellationToken.None),
                static ended => [.. (ended ?? []).Select(static session => session.Revoked)]);
        }
    }

    private static async Task<ProviderLogout?> CheckAsync(
        Provider provider, string? token, ProviderTokens tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await tokens.CheckAsync(provider, token, provider.Audiences, cancellationToken) is not var (claims, discovered)
            || claims.GetClaim("iss") is not { } issuer
            || !provider.IsIssuer(issuer, claims.GetClaim("tid"), discovered)
            || claims.GetClaim("jti") is not { Length: > 0 } id
            || claims.HasClaim(static claim => claim.Type == "nonce")
            || !HasLogoutEvent(claims.GetClaim("events"))
            || !long.TryParse(claims.GetClaim("iat"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > 253_402_300_799)
        {
            return null;
        }

        var (now, at) = (clock.GetUtcNow(), DateTimeOffset.FromUnixTimeSeconds(seconds));
        var (subject, sid) = (claims.GetClaim("sub"), claims.GetClaim("sid"));
        if (at < now - LongestLife || at > now + LongestLife
            || (subject is null && sid is null)
            || subject is { Length: 0 or > ExternalLogin.MaximumSubject } || sid is { Length: 0 or > ExternalLogin.MaximumSubject })
        {
            return null;
        }

        return new(issuer, subject, sid, at, now + ProviderLogout.Memory) { Use = new(CodeHash.Of($"logout.{issuer}\n{id}"), now + (2 * LongestLife)) };
    }

    private static bool HasLogoutEvent(string? events)
    {
        if (events is null)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(events);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(LogoutEvent, out var happened) && happened.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
