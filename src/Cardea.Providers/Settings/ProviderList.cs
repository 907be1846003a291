using System.Globalization;
using Microsoft.Extensions.Options;

namespace Cardea.Providers.Settings;

/// <summary>The providers, checked.</summary>
internal sealed class ProviderList
{
    private readonly Dictionary<string, Provider> _byName;

    /// <exception cref="SetupException">A setting is wrong.</exception>
    public ProviderList(IOptions<ProvidersOptions> options)
    {
        // Environment variables have names in capitals on some systems.
        All = [.. options.Value.Providers.Select(static one => (Name: CultureInfo.InvariantCulture.TextInfo.ToLower(one.Key), one.Value)).Select(static one => new Provider(one.Name, ProviderRules.KindOf(one.Name), one.Value))];
        string[] findings = [.. ProviderRules.Check(All)];
        if (findings.Length > 0)
        {
            throw new SetupException(findings);
        }

        _byName = All.ToDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All providers, by name.</summary>
    public IReadOnlyList<Provider> All { get; }

    /// <summary>Finds a provider; null if there is none of this name. Addresses match without regard to case.</summary>
    public Provider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds the provider that a login of an issuer can be used with.</summary>
    public Provider? FindByIssuer(string issuer) => All.FirstOrDefault(provider => provider.HasLoginsOf(issuer));
}
