using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardea.Validation.Hubs;

/// <summary>
/// Names the user of a connection, for <c>Clients.User(id)</c>: by <c>sub</c>, as access tokens have it. SignalR by itself looks for another
/// claim, so that a message to a user would reach nobody.
/// </summary>
internal sealed class HubUsers : IUserIdProvider
{
    /// <summary>Takes the place of SignalR's own provider. An app with its own provider keeps that one.</summary>
    public static void Add(IServiceCollection services)
    {
        var present = services.LastOrDefault(static service => service.ServiceType == typeof(IUserIdProvider) && !service.IsKeyedService);
        if (present is null || present.ImplementationType == typeof(DefaultUserIdProvider))
        {
            services.Replace(ServiceDescriptor.Singleton<IUserIdProvider, HubUsers>());
        }
    }

    public string? GetUserId(HubConnectionContext connection) =>
        (connection.User.FindFirst("sub") ?? connection.User.FindFirst(ClaimTypes.NameIdentifier))?.Value;
}
