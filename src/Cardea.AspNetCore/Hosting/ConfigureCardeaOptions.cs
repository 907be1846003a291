using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cardea.AspNetCore.Hosting;

/// <summary>Reads the settings, fills in the defaults that depend on the environment, and checks all settings.</summary>
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
        // In production, clients may see another address than the one that the app listens on.
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
        // The templates are checked after the options, because a wrong option causes more findings in them.
        Refuse(CardeaOptionsRules.Check(options));
        Refuse(new MailTemplates(options).Check());
        Refuse(BreachedFile.Check(options.Passwords.BreachedFile));
        return ValidateOptionsResult.Success;
    }

    // Always throws the same exception, so the server and embedding apps report the same text.
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
            options.ServiceName = issuer.IsLoopback ? nameof(Cardea) : issuer.IdnHost;
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

        // A wildcard address can't be the name of the issuer.
        return first
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .TrimEnd('/');
    }
}
