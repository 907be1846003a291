using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Connections;

/// <summary>
/// Closes what stays open for long where no revocation says so: when the key of its token was given up, and when it is not
/// known any longer what the issuer has revoked.
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
        }
        else
        {
            // Whose session has ended is not known: no connection can be vouched for.
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
            // It can't be said now. The next step asks again.
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

    [LoggerMessage(EventId = 604, Level = LogLevel.Error, Message = "What {Issuer} has revoked lately is not known: protected requests are answered 503")]
    private static partial void LogNotKnown(ILogger logger, string issuer);

    [LoggerMessage(EventId = 605, Level = LogLevel.Information, Message = "What {Issuer} has revoked is known again")]
    private static partial void LogKnown(ILogger logger, string issuer);
}
