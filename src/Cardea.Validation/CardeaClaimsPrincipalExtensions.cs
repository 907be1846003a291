using System.Globalization;
using Cardea.Tokens;
using Cardea.Validation.Tokens;

namespace System.Security.Claims;

/// <summary>Reads the claims of Cardea's access token from the user of a request.</summary>
public static class CardeaClaimsPrincipalExtensions
{
    /// <summary>The id of the signed-in user (the <c>sub</c> claim).</summary>
    /// <exception cref="InvalidOperationException">The request has no user of Cardea: require authorization on the endpoint.</exception>
    public static UserId GetUserId(this ClaimsPrincipal user) =>
        user.FindFirst(ClaimNames.Subject) is { Value: var value } ? new(value) : throw NotSignedIn();

    /// <summary>The id of the session that the request belongs to (the <c>sid</c> claim): one signed-in device or app.</summary>
    /// <exception cref="InvalidOperationException">The request has no user of Cardea: require authorization on the endpoint.</exception>
    public static SessionId GetSessionId(this ClaimsPrincipal user) =>
        user.FindFirst(ClaimNames.SessionId) is { Value: var value } && SessionId.TryParse(value, out var id) ? id : throw NotSignedIn();

    /// <summary>When the signed-in user last proved who they are (the <c>auth_time</c> claim; OpenID Connect Core, section 2).</summary>
    /// <exception cref="InvalidOperationException">The request has no user of Cardea: require authorization on the endpoint.</exception>
    public static DateTimeOffset GetAuthTime(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirst(ClaimNames.AuthTime)?.Value, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw NotSignedIn();

    /// <summary>How the signed-in user proved who they are (the <c>amr</c> claim; RFC 8176), such as <c>pwd</c>.</summary>
    public static IReadOnlyList<string> GetAuthenticationMethods(this ClaimsPrincipal user) =>
        [.. user.FindAll(ClaimNames.Method).Select(static claim => claim.Value)];

    private static InvalidOperationException NotSignedIn() =>
        new("This request was not authenticated by an access token of Cardea: require authorization on its endpoint.");
}
