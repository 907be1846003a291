using System.CommandLine;

namespace Cardea.Server.Commands;

/// <summary>Serves until told to stop. Everything else on the command line is a setting.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Command serve = new("serve", "Serves HTTP until told to stop.");
        Describe(serve);
        return serve;
    }

    public static void Describe(Command command)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancellationToken) => ServeAsync(arguments.UnmatchedTokens, cancellationToken));
    }

    private static async Task<int> ServeAsync(IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        CommandLineSettings.Check(settings);
        var app = CardeaApplication.Build(settings);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, cancellationToken);
            ListeningLog.Write(app);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // This reads the settings and the master key. A host that fails before this point can't be stopped.
        _ = app.Services.GetServices<IHostedService>();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            // Some workers may run already. They stop in order.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
