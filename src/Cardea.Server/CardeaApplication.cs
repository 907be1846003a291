using Cardea.Server.Reference;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Cardea.Server;

/// <summary>Builds the server: its defaults, services and pipeline.</summary>
internal static class CardeaApplication
{
    /// <summary>How long running requests may take after the server is told to stop.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.Ordinal)
    {
        ["urls"] = "http://localhost:8080",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",

        // Anybody can cause a line for each request, and the answer says the same.
        ["Logging:LogLevel:Cardea.Validation"] = "Warning",

        // A load balancer asks every second. The fault itself is logged elsewhere.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",

        // Nothing here uses these keys: the master key does their work.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",

        // Commands/Failure.cs reports a failed start in one line.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:Console:FormatterName"] = ConsoleFormatterNames.Simple,
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
    };

    /// <summary>Builds the server. The caller runs it.</summary>
    /// <param name="args">Settings from the command line.</param>
    /// <param name="overrides">Other defaults, for commands that do not serve.</param>
    /// <exception cref="SetupException">The server can't be built with these settings.</exception>
    public static WebApplication Build(IReadOnlyList<string> args, params ReadOnlySpan<(string Key, string Value)> overrides)
    {
        // Watching appsettings.json watches the whole working directory, which may be the root of the file system.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        var defaults = new Dictionary<string, string?>(Defaults, StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
        {
            defaults[key] = value;
        }

        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
        ListenAddresses.Check(builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddCardea().AddProviders(builder.Configuration).AddPages().AddStore(builder.Configuration);
        builder.Services.AddServerSettings();
        builder.Services.AddKnownProxies(builder.Configuration);
        builder.Services.AddSingleton<IStartupFilter, SecurityHeaders>();
        builder.Services.AddSingleton<UnknownProxyWarning>();
        builder.Services.AddReference();

        var app = builder.Build();
        app.UseFallbackAnswers();
        app.MapCardea();
        app.MapCardeaProviders();
        app.MapCardeaPages();
        app.MapHealth();
        app.MapReference();
        return app;
    }
}
