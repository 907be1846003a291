using Cardea.Accounts;
using Cardea.Sessions;
using Cardea.Validation.Tokens;

namespace System.Security.Claims;

/// <summary>Reads from the user of a request what Cardea's access token says.</summary>
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

    private static InvalidOperationException NotSignedIn() =>
        new("This request was not authenticated by an access token of Cardea: require authorization on its endpoint.");
}
