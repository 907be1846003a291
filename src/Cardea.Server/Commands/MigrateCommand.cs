using System.CommandLine;
using Cardea.AspNetCore.Hosting;

namespace Cardea.Server.Commands;

/// <summary>Brings the tables up to date and says what it did.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Command migrate = new("migrate", "Brings the tables of the database up to date.");
        migrate.SetAction((_, cancellationToken) => MigrateAsync(cancellationToken));
        return migrate;
    }

    private static async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        var app = Maintenance.Build();
        await using (app.ConfigureAwait(false))
        {
            var schema = app.Services.GetRequiredService<ISchema>();
            var applied = await app.Services.GetRequiredService<StoreWait>().RunAsync(() => schema.MigrateAsync(cancellationToken), cancellationToken);
            foreach (var migration in applied)
            {
                Console.WriteLine(migration);
            }

            Console.WriteLine($"{schema.Location} is up to date: {applied.Count} migrations applied.");
            return 0;
        }
    }
}
