using Cardea.AspNetCore.Settings;

namespace Cardea.Server;

/// <summary>Checks the settings on the command line. ASP.NET Core ignores an unknown setting, so this class refuses it.</summary>
internal static class CommandLineSettings
{
    // The settings that ASP.NET Core reads, and those that the server reads outside its own section.
    private static readonly string[] Roots =
    [
        CardeaOptions.Section, "ConnectionStrings", "DATABASE_URL",
        "AllowedHosts", "Kestrel", "Logging",
        "contentRoot", "detailedErrors", "environment", "http_ports", "https_ports", "shutdownTimeoutSeconds", "urls", "webroot",
    ];

    /// <exception cref="SetupException">A setting is unknown, or has no value.</exception>
    public static void Check(IReadOnlyList<string> arguments)
    {
        if (arguments is [var first, ..] && !first.StartsWith('-'))
        {
            throw new SetupException($"There is no command '{first}': see 'cardea --help'.");
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw new SetupException($"'{argument}' is no option: settings are written as --urls http://localhost:8080 or --Cardea:Issuer=https://id.example.org.");
            }

            var name = argument[2..].Split('=')[0];
            if (!Roots.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            {
                var nearest = Spelling.Nearest(name, Roots.Skip(1).Concat(CardeaSettings.All.Concat(ServerSettings.All).Select(static setting => setting.Key)));
                throw new SetupException($"--{name} is no option: the nearest is --{nearest}. See 'cardea --help' and docs/reference/configuration.md.");
            }

            if (!argument.Contains('=', StringComparison.Ordinal) && ++i == arguments.Count)
            {
                throw new SetupException($"--{name} has no value: write --{name}=….");
            }
        }
    }
}
