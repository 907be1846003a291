using Cardea.Revocation;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea;

/// <summary>Adds what belongs to Cardea in an app: a store, users, pages, providers. <c>services.AddCardea()</c> returns it.</summary>
/// <param name="services">The services of the app.</param>
public sealed class CardeaBuilder(IServiceCollection services)
{
    /// <summary>The services of the app.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Notes that a store is added.</summary>
    /// <param name="method">The method that adds the store.</param>
    /// <exception cref="SetupException">There is a store already.</exception>
    internal void AddStore(string method)
    {
        if (Services.Select(static service => service.ImplementationInstance).OfType<ChosenStore>().FirstOrDefault() is { } other)
        {
            throw new SetupException($"Cardea has one store, and both {other.Method} and {method} add one: remove one of the two calls.");
        }

        Services.AddSingleton(new ChosenStore(method));
    }

    /// <summary>Makes room for another store, in a test of the app.</summary>
    internal void ForgetStore()
    {
        foreach (var service in Services.Where(static service => service.ImplementationInstance is ChosenStore || service.ServiceType == typeof(IRevocationHints)).ToArray())
        {
            Services.Remove(service);
        }
    }

    private sealed record ChosenStore(string Method);
}
