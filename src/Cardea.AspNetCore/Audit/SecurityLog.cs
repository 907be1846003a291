using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Cardea.Statistics;
using Cardea.Tokens;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Audit;

/// <summary>Writes security events to the store and to the log. The line of the log has no address.</summary>
internal sealed partial class SecurityLog(IEventStore store, Tally tally, IMeterFactory meters, TimeProvider clock, ILogger<SecurityLog> logger)
{
    private const string None = "-";

    private readonly Counter<long> _events = meters.Create("Cardea").CreateCounter<long>(
        "cardea.security.events", "{event}", "Security events, by kind.");

    /// <summary>Makes an event of now. Nothing is stored or logged.</summary>
    public SecurityEvent Create(SecurityEventKind kind, UserId? user, SessionId? session, Caller caller, string? detail = null) =>
        SecurityEvent.Of(kind, user, session, caller.Device, clock.GetUtcNow(), detail);

    /// <summary>Stores an event of something that has happened, and logs it. If the store can't be asked, the event is in the log only.</summary>
    public Task StoreAsync(SecurityEventKind kind, UserId? user, SessionId? session, Caller caller, string? detail = null) =>
        StoreAsync(Create(kind, user, session, caller, detail));

    /// <inheritdoc cref="StoreAsync(SecurityEventKind, UserId?, SessionId?, Caller, string?)"/>
    public async Task StoreAsync(SecurityEvent happened)
    {
        Log(happened);
        try
        {
            await store.AddAsync(happened, CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            LogNotStored(logger, exception, happened.Kind);
        }
    }

    /// <summary>Logs an event that was stored together with the change that it is about.</summary>
    public void Log(SecurityEvent happened)
    {
        _events.Add(1, KeyValuePair.Create<string, object?>("kind", happened.Kind.ToString()));
        Count(happened.Kind);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var (user, session) = (happened.User?.ToString() ?? None, happened.Session?.ToString() ?? None);
            LogEvent(logger, happened.Kind, user, session, happened.Detail ?? None);
        }
    }

    private void Count(SecurityEventKind kind)
    {
        switch (kind)
        {
            case SecurityEventKind.Registered or SecurityEventKind.SignedIn or SecurityEventKind.ExternalSignIn:
                tally.Add(Counted.SignedIn);
                break;
            case SecurityEventKind.SignInFailed or SecurityEventKind.SecondFactorFailed:
                tally.Add(Counted.SignInFailed);
                break;
        }
    }

    [LoggerMessage(EventId = 901, Level = LogLevel.Information, Message = "Security event {Kind}: user {User}, session {Session}, {Detail}")]
    private static partial void LogEvent(ILogger logger, SecurityEventKind kind, string user, string session, string detail);

    [LoggerMessage(EventId = 902, Level = LogLevel.Error, Message = "Security event {Kind} is in this log only: the store can't be asked")]
    private static partial void LogNotStored(ILogger logger, Exception exception, SecurityEventKind kind);
}
