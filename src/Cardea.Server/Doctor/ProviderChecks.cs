using Cardea.Providers.Diagnosis;
using Cardea.Providers.Settings;

namespace Cardea.Server.Doctor;

/// <summary>Checks that people can sign in with each provider that is set up.</summary>
internal static class ProviderChecks
{
    private const string Name = "providers";

    public static async Task<IReadOnlyList<Finding>> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<ProviderList>() is not { All.Count: > 0 } providers)
        {
            return [Finding.Ok(Name, "No provider is set up.")];
        }

        var diagnosis = services.GetRequiredService<ProviderDiagnosis>();
        var findings = new List<Finding>();
        foreach (var provider in providers.All)
        {
            findings.AddRange((await diagnosis.RunAsync(provider, cancellationToken)).Select(found => Map(provider, found)));
        }

        return findings;
    }

    private static Finding Map(Provider provider, ProviderFinding found)
    {
        var check = $"{Name}.{provider.Name}.{found.Subject}";
        return found.Fix is { } fix ? Finding.Error(check, found.Message, fix) : Finding.Ok(check, found.Message);
    }
}
