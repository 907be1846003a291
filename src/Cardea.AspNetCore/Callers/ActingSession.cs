using System.Security.Claims;
using Cardea.Callers;
using Cardea.Tokens;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Callers;

/// <summary>The session whose access token came with a request, for endpoints that require one.</summary>
/// <param name="User">The user.</param>
/// <param name="Id">The session.</param>
/// <param name="AuthTime">When the user last proved who they are.</param>
/// <param name="Amr">How, by the values of RFC 8176.</param>
internal sealed record ActingSession(UserId User, SessionId Id, DateTimeOffset AuthTime, IReadOnlyList<string> Amr)
{
    /// <summary>The session as the store checks it, for what every user may do.</summary>
    public Actor Actor => new(User, Id);

    /// <summary>The name of the session as a known device, for its own count of guesses.</summary>
    public string Device => NameOf(Id);

    /// <summary>The name of a live session as a known device.</summary>
    public static string NameOf(SessionId session) => $"session {session}";

    /// <summary>
    /// True if the access token is for the issuer: no resource API has it. False if that is not known. See
    /// <see cref="CardeaOptions.Audience"/>.
    /// </summary>
    public bool IsForIssuer { get; init; }

    /// <summary>Called by minimal APIs.</summary>
    public static ValueTask<ActingSession> BindAsync(HttpContext context) => new(Of(context.User) with { IsForIssuer = HasIssuerToken(context) });

    /// <summary>True if the request has an access token for the issuer.</summary>
    public static bool HasIssuerToken(HttpContext context) =>
        context.Features.Get<VerifiedToken>()?.IsFor(context.RequestServices.GetRequiredService<CardeaOptions>().Issuer) is true;

    /// <summary>The session of an authenticated user.</summary>
    public static ActingSession Of(ClaimsPrincipal user) => new(user.GetUserId(), user.GetSessionId(), user.GetAuthTime(), user.GetAuthenticationMethods());
}
