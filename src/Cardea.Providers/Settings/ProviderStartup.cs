using Cardea.AspNetCore.External;
using Cardea.External;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenIddict.Client;

namespace Cardea.Providers.Settings;

/// <summary>Checks the providers at start, once the tables are there.</summary>
internal sealed class ProviderStartup(
    ProviderList providers, IExternalStore store, IOptions<OpenIddictClientOptions> client, IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // OpenIddict's options are one for the whole program, so an app's own registrations would follow Cardea's rules.
        if (client.Value.Registrations.Count != providers.All.Count)
        {
            throw new SetupException("OpenIddict's client is used by the app already, and its settings are one for the whole program: remove AddClient from the app, or Cardea:Providers.");
        }

        // An app's user store says here if it can't keep logins.
        await using (var scope = scopes.CreateAsyncScope())
        {
            _ = scope.ServiceProvider.GetRequiredService<IExternalAccounts>();
        }

        foreach (var provider in providers.All)
        {
            if (await store.NoteIssuerAsync(provider.Name, provider.Issuer, cancellationToken) is { } known)
            {
                throw new SetupException(
                    $"Cardea:Providers:{provider.Name} has users of {known}, and its issuer is now {provider.Issuer}: give the new provider another name, or set the issuer back.");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
