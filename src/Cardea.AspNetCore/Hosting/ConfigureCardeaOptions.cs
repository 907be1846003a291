using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cardea.AspNetCore.Hosting;

/// <summary>Reads the settings, fills in what depends on where the app runs, and checks all.</summary>
internal sealed class ConfigureCardeaOptions(IConfiguration configuration, IHostEnvironment environment, IEnumerable<Setting> settings)
    : IConfigureOptions<CardeaOptions>, IPostConfigureOptions<CardeaOptions>, IValidateOptions<CardeaOptions>
{
    private const string KestrelsOwn = "http://localhost:5000";

    public void Configure(CardeaOptions options)
    {
        Refuse(new SettingsCheck(configuration, settings).Check());
        configuration.GetSection(CardeaOptions.Section).Bind(options);
    }

    public void PostConfigure(string? name, CardeaOptions options)
    {
        // Elsewhere the public address is a decision: what it listens on is not what clients see.
        if (options.Issuer.Length == 0 && environment.IsDevelopment())
        {
            options.Issuer = FirstAddress();
        }

        if (options.Audience.Length == 0)
        {
            options.Audience = options.Issuer;
        }

        if (Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer))
        {
            NameAfter(issuer, options);
        }
    }

    public ValidateOptionsResult Validate(string? name, CardeaOptions options)
    {
        // One after the other: what follows from a mistake is no news.
        Refuse(CardeaOptionsRules.Check(options));
        Refuse(new MailTemplates(options).Check());
        return ValidateOptionsResult.Success;
    }

    // Always the same exception, so that whoever can't start is told the same everywhere.
    private static void Refuse(IEnumerable<string> findings)
    {
        string[] found = [.. findings];
        if (found.Length > 0)
        {
            throw new SetupException(found);
        }
    }

    private static void NameAfter(Uri issuer, CardeaOptions options)
    {
        if (options.ServiceName.Length == 0)
        {
            options.ServiceName = issuer.IdnHost;
        }

        if (options.AccountPages.Length == 0)
        {
            options.AccountPages = options.Issuer + Pages.AccountPages.OwnPath;
        }

        if (options.Passkeys.Domain.Length == 0)
        {
            options.Passkeys.Domain = issuer.IdnHost;
        }

        if (options.Passkeys.Origins.Count == 0)
        {
            options.Passkeys.Origins.Add(issuer.GetLeftPart(UriPartial.Authority));
        }
    }

    private string FirstAddress()
    {
        var addresses = configuration[WebHostDefaults.ServerUrlsKey];
        var first = string.IsNullOrWhiteSpace(addresses) ? KestrelsOwn : addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];

        // Addresses that mean "all of mine" are no name to be called by.
        return first
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .TrimEnd('/');
    }
}
