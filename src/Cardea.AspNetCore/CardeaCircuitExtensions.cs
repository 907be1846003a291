using Cardea.AspNetCore.Circuits;
using Microsoft.AspNetCore.Components.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes Blazor Server know when a session ends.</summary>
public static class CardeaCircuitExtensions
{
    /// <summary>
    /// Gives circuits an <see cref="AuthenticationStateProvider"/> that follows the session: when the session ends on any device or node, the
    /// circuit has no user any more. When the user's claims change, the circuit gets them. Call it after
    /// <c>AddInteractiveServerComponents()</c>, and put <c>CloseWithSession()</c> behind the render mode, so that the connection closes too.
    /// </summary>
    /// <param name="services">The services of an issuer: <c>AddCardea</c> was called.</param>
    public static IServiceCollection AddCardeaCircuits(this IServiceCollection services) =>
        services.AddScoped<AuthenticationStateProvider, CircuitUser>();
}
