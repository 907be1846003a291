using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Hosting;

namespace Cardea.Server.Commands;

/// <summary>Runs the commands that need the store but do not serve HTTP.</summary>
internal static class Maintenance
{
    /// <summary>The operator who gives a command.</summary>
    public static Caller Caller => Caller.Program($"command line ({Environment.UserName})");

    /// <summary>Builds the server's services. No command issues a token, so any issuer will do.</summary>
    public static WebApplication Build() =>
        CardeaApplication.Build([], ("Cardea:Issuer", "http://localhost"), ("Logging:LogLevel:Default", "Warning"));

    /// <summary>Prepares the configured store as the server does at its start, and then runs <paramref name="work"/>.</summary>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        var app = Build();
        await using (app.ConfigureAwait(false))
        {
            var (schema, options) = (app.Services.GetRequiredService<ISchema>(), app.Services.GetRequiredService<CardeaOptions>());
            await app.Services.GetRequiredService<StoreWait>().RunAsync(() => schema.PrepareAsync(options, cancellationToken), cancellationToken);
            return await work(app.Services);
        }
    }

    /// <summary>Brings the configured store up to date. It waits for a store that does not answer yet.</summary>
    /// <returns>The migrations that it applied.</returns>
    public static Task<IReadOnlyList<string>> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var schema = services.GetRequiredService<ISchema>();
        return services.GetRequiredService<StoreWait>().RunAsync(() => schema.MigrateAsync(cancellationToken), cancellationToken);
    }
}
