using Cardea.Accounts;
using Cardea.AspNetCore.Mail;
using Cardea.Keys;
using Cardea.Revocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Hosting;

/// <summary>Prepares the process for the first request: migrates the tables, and reads the keys and all revocations.</summary>
internal sealed partial class IssuerStartup(
    CardeaOptions options,
    ISchema schema,
    KeyRing keys,
    StoreFeedReader revocations,
    StoreWait wait,
    IMailTransport mail,
    IHostEnvironment environment,
    ILogger<IssuerStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await wait.RunAsync(() => PrepareAsync(cancellationToken), cancellationToken);
        LogReady(logger, options.Issuer, schema.Location);
        if (options.Passwords.MinimumLength < PasswordRules.ConformingMinimumLength && options.RequireSecondFactor != SecondFactorRequirement.All)
        {
            LogShortPasswords(logger, options.Passwords.MinimumLength);
        }

        if (options.ResourceApis.Count > 0 && options.Audience == options.Issuer)
        {
            LogSharedAudience(logger);
        }

        if (!environment.IsDevelopment())
        {
            WarnOfWhatIsForDevelopment();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WarnOfWhatIsForDevelopment()
    {
        if (options.Issuer.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            LogPlainIssuer(logger, options.Issuer);
        }

        if (mail is MailDirectory directory)
        {
            LogMailInFiles(logger, directory.Location);
        }
    }

    private async Task<int> PrepareAsync(CancellationToken cancellationToken)
    {
        var migrations = await schema.PrepareAsync(options, cancellationToken);
        foreach (var migration in migrations)
        {
            LogMigrated(logger, migration);
        }

        await keys.ReloadAsync(cancellationToken);
        await revocations.CatchUpAsync(cancellationToken);
        return migrations.Count;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Cardea issues as {Issuer}; its data is in {Location}")]
    private static partial void LogReady(ILogger logger, string issuer, string location);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Migration {Migration} was applied")]
    private static partial void LogMigrated(ILogger logger, string migration);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Cardea:Passwords:MinimumLength is {MinimumLength}. This does not conform to NIST SP 800-63B-4: it asks for 15 code points where a second factor is not required. Set 15 or more, or set Cardea:RequireSecondFactor to all")]
    private static partial void LogShortPasswords(ILogger logger, int minimumLength);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Warning,
        Message = "A resource API can change the accounts whose access tokens it receives: set Cardea:Audience to another name than Cardea:Issuer, such as https://api.example.org")]
    private static partial void LogSharedAudience(ILogger logger);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Cardea:Issuer is {Issuer}, so its cookies are not Secure, and a browser sends them without TLS: set the https address that browsers use")]
    private static partial void LogPlainIssuer(ILogger logger, string issuer);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Nobody gets mail: it becomes files in {Directory} of the node that writes it. Set Cardea:Smtp:Host and Cardea:Smtp:From")]
    private static partial void LogMailInFiles(ILogger logger, string directory);
}
