using Cardea.Validation.Hosting;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Connections;

/// <summary>
/// Closes what stays open for long where no revocation says so: when the key of its token was given up, and when it is not
/// known any longer what the issuer has revoked.
/// </summary>
internal sealed partial class ConnectionWatch(string name, IIssuer issuer, OpenConnections connections, TimeProvider clock, ILogger logger)
    : RepeatingService(clock, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isKnown = true;

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken)
    {
        var isKnown = issuer.IsKnown;
        if (isKnown)
        {
            connections.CloseUnaccepted(name, IsAccepted);
        }
        else
        {
            // Whose session has ended is not known: no connection can be vouched for.
            connections.CloseAll(name);
        }

        Tell(isKnown);
        return Task.CompletedTask;
    }

    private bool IsAccepted(AcceptedKey key)
    {
        try
        {
            return issuer.FindKey(key.Id) is not null;
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
            LogKnown(Logger, name);
        }
        else
        {
            LogNotKnown(Logger, name);
        }
    }

    [LoggerMessage(EventId = 604, Level = LogLevel.Error, Message = "What {Issuer} has revoked lately is not known: protected requests are answered 503")]
    private static partial void LogNotKnown(ILogger logger, string issuer);

    [LoggerMessage(EventId = 605, Level = LogLevel.Information, Message = "What {Issuer} has revoked is known again")]
    private static partial void LogKnown(ILogger logger, string issuer);
}
