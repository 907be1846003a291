using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Cardea.Providers.Settings;

/// <summary>Reads the settings of the providers.</summary>
internal sealed class ConfigureProviders(IConfiguration configuration) : IConfigureOptions<ProvidersOptions>
{
    public void Configure(ProvidersOptions options)
    {
        foreach (var section in configuration.GetSection(ProvidersOptions.Section).GetChildren())
        {
            var provider = new ProviderOptions();
            section.Bind(provider);
            options.Providers[section.Key] = provider;
        }
    }
}
