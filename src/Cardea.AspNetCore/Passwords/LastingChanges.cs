using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Says which endpoints make lasting changes.</summary>
internal static class LastingChanges
{
    /// <summary>
    /// Admits an access token for the issuer, or a body with the account's password (<see cref="ICarriesPassword"/>). Call it before
    /// <c>RequireRecentAuthentication</c>: a client that needs another token must learn that first.
    /// </summary>
    public static TBuilder MakesLastingChanges<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Mark(LastingChange.OfEndpoint);

    /// <summary>The same for an endpoint that asks for the account's password in any case: the password is checked once, by the endpoint.</summary>
    public static TBuilder MakesLastingChangesByPassword<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Mark(LastingChange.WithPassword);

    private static TBuilder Mark<TBuilder>(this TBuilder endpoint, LastingChange change)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(change).WithMetadata(change).Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);
}
