using System.CommandLine;

namespace Cardea.Server.Commands;

/// <summary>Brings the tables up to date and prints the migrations that it applied.</summary>
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
            var applied = await Maintenance.MigrateAsync(app.Services, cancellationToken);
            foreach (var migration in applied)
            {
                Console.WriteLine(migration);
            }

            Console.WriteLine($"{app.Services.GetRequiredService<ISchema>().Location} is up to date: {applied.Count} migrations applied.");
            return 0;
        }
    }
}
