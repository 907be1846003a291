using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Connections;

/// <summary>
/// Closes long requests that no revocation closes: when the key of their token is retired, when the absolute end of their session has passed,
/// and when the knowledge of the issuer's revocations is too old.
/// </summary>
internal sealed partial class ConnectionWatch : RepeatingService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IIssuer _issuer;
    private readonly OpenConnections _connections;
    private bool _isKnown = true;

    public ConnectionWatch(IIssuer issuer, OpenConnections connections, TimeProvider clock, ILogger<ConnectionWatch> logger)
        : base(clock, logger)
    {
        _issuer = issuer;
        _connections = connections;
        connections.Follow(issuer);
    }

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken)
    {
        var isKnown = _issuer.IsKnown;
        if (isKnown)
        {
            _connections.CloseUnaccepted(_issuer.Name, IsAccepted);
            _connections.CloseExpired(_issuer.Name, Clock.GetUtcNow());
        }
        else
        {
            // Any of these sessions may have ended.
            _connections.CloseAll(_issuer.Name);
        }

        Tell(isKnown);
        return Task.CompletedTask;
    }

    private bool IsAccepted(AcceptedKey key)
    {
        try
        {
            return _issuer.FindKey(key.Id) is not null;
        }
        catch (StoreUnavailableException)
        {
            // The keys are not known now. The next step asks again.
            return true;
        }
    }

    private void Tell(bool isKnown)
    {
        if (isKnown == _isKnown)
        {
            return;
        }

        _isKnown = isKnown;
        if (isKnown)
        {
            LogKnown(Logger, _issuer.Name);
        }
        else
        {
            LogNotKnown(Logger, _issuer.Name);
        }
    }

    [LoggerMessage(EventId = 604, Level = LogLevel.Error, Message = "The latest revocations of {Issuer} are not known: protected requests are answered 503")]
    private static partial void LogNotKnown(ILogger logger, string issuer);

    [LoggerMessage(EventId = 605, Level = LogLevel.Information, Message = "The revocations of {Issuer} are known again")]
    private static partial void LogKnown(ILogger logger, string issuer);
}
