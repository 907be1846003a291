namespace Cardea.Providers;

/// <summary>The providers that people can sign in with.</summary>
public sealed class ProvidersOptions
{
    /// <summary>The section of the configuration that holds the providers.</summary>
    public const string Section = "Cardea:Providers";

    /// <summary>
    /// The providers by name. A name has lower-case letters, digits and hyphens, and is part of addresses. Cardea knows <c>google</c>,
    /// <c>microsoft</c>, <c>apple</c> and <c>github</c>.
    /// </summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new SortedDictionary<string, ProviderOptions>(StringComparer.OrdinalIgnoreCase);
}
