namespace Cardea.Server.Doctor;

/// <summary>Examines an installation with the settings of the server. It changes nothing in the store.</summary>
internal static class Examination
{
    // A further check is one more method here. Each finds out one thing, and says how to mend it.
    private static readonly Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<Finding>>>[] Checks =
    [
        ProviderChecks.RunAsync,
    ];

    /// <summary>Runs all checks. If the settings are wrong, there is nothing that the other checks could examine.</summary>
    /// <param name="build">Builds the server.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Func<WebApplication> build, CancellationToken cancellationToken)
    {
        try
        {
            var app = build();
            await using (app.ConfigureAwait(false))
            {
                _ = app.Services.GetRequiredService<CardeaOptions>();
                List<Finding> findings = [Finding.Ok("settings", "The settings are valid.")];
                foreach (var check in Checks)
                {
                    findings.AddRange(await check(app.Services, cancellationToken));
                }

                return findings;
            }
        }
        catch (SetupException exception)
        {
            return [.. exception.Findings.Select(static finding => Finding.Error("settings", finding, "Correct the settings of the server; docs/reference/configuration.md lists them."))];
        }
    }
}
