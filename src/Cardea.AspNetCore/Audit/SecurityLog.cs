using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Audit;

/// <summary>Writes security events: to the store, and as a line of the log that names nobody's address.</summary>
internal sealed partial class SecurityLog(IEventStore store, IMeterFactory meters, TimeProvider clock, ILogger<SecurityLog> logger)
{
    private readonly Counter<long> _events = meters.Create("Cardea").CreateCounter<long>(
        "cardea.security.events", "{event}", "Security events, by kind.");

    /// <summary>An event of a request.</summary>
    public SecurityEvent Of(SecurityEventKind kind, UserId? user, SessionId? session, HttpContext context, string? detail = null) =>
        SecurityEvent.Of(kind, user, session, context.DescribeClient(name: null), clock.GetUtcNow(), detail);

    /// <summary>Adds an event of something that has happened: a store that is away does not undo it.</summary>
    public async Task AddAsync(SecurityEvent happened)
    {
        Saw(happened);
        try
        {
            await store.AddAsync(happened, CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            LogNotStored(logger, exception, happened.Kind);
        }
    }

    /// <summary>Writes the line of an event that was stored with the change it is about.</summary>
    public void Saw(SecurityEvent happened)
    {
        _events.Add(1, KeyValuePair.Create<string, object?>("kind", happened.Kind.ToString()));
        LogEvent(logger, happened.Kind, happened.User, happened.Session, happened.Detail);
    }

    [LoggerMessage(EventId = 901, Level = LogLevel.Information, Message = "Security event {Kind}: user {User}, session {Session}, {Detail}")]
    private static partial void LogEvent(ILogger logger, SecurityEventKind kind, UserId? user, SessionId? session, string? detail);

    [LoggerMessage(EventId = 902, Level = LogLevel.Error, Message = "Security event {Kind} is in this log only: the store can't be asked")]
    private static partial void LogNotStored(ILogger logger, Exception exception, SecurityEventKind kind);
}
