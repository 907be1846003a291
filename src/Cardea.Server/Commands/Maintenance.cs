using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Hosting;

namespace Cardea.Server.Commands;

/// <summary>Runs what needs the store but serves nobody.</summary>
internal static class Maintenance
{
    /// <summary>The operator who gives a command.</summary>
    public static Caller Caller => Caller.Program($"command line ({Environment.UserName})");

    /// <summary>The server's services. No token is issued here, so that any issuer will do.</summary>
    public static WebApplication Build() =>
        CardeaApplication.Build([], ("Cardea:Issuer", "http://localhost"), ("Logging:LogLevel:Default", "Warning"));

    /// <summary>Runs <paramref name="work"/> on the configured store, which is brought up to date first.</summary>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        var app = Build();
        await using (app.ConfigureAwait(false))
        {
            var schema = app.Services.GetRequiredService<ISchema>();
            await app.Services.GetRequiredService<StoreWait>().RunAsync(() => schema.MigrateAsync(cancellationToken), cancellationToken);
            return await work(app.Services);
        }
    }
}
