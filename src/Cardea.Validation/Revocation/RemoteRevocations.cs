using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Issuers;
using Cardea.Validation.Rotation;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Revocation;

/// <summary>What an issuer elsewhere has revoked, as far as is known, and how old that knowledge is.</summary>
internal sealed partial class RemoteRevocations(
    IssuerConnection issuer,
    TimeSpan bound,
    OpenConnections connections,
    IssuerMeter meter,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(1);

    private readonly RevocationIndex _index = new(clock);
    private readonly PendingReceipts _receipts = new();
    private volatile Knowledge? _knowledge;

    /// <summary>How old it is; <see langword="null"/> before everything was read for the first time.</summary>
    public TimeSpan? Age => _knowledge?.Age(clock);

    /// <summary>Whether it is fresh enough to say that a token was not revoked.</summary>
    public bool AreCurrent => IsFresh(_knowledge);

    /// <summary>How many sessions something is refused of.</summary>
    public int Count => _index.Count;

    /// <summary>Whether an access token was revoked.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public bool Refuses(AccessTokenId token)
    {
        // Before the index is asked: a process may be stopped between any two lines, and what it then knows is as old as this.
        var knowledge = _knowledge;
        return _index.Refuses(token) || (IsFresh(knowledge)
            ? false
            : throw new StoreUnavailableException("What was revoked lately is not known: the issuer's feed does not come."));
    }

    /// <summary>Takes note that an access token was accepted here for the first time.</summary>
    public void NoteReceipt(AccessTokenId token) => _receipts.Note(token);

    /// <summary>Keeps it up to date.</summary>
    public Task FollowAsync(CancellationToken stoppingToken)
    {
        connections.Follow(_index);
        meter.Observe(this);
        return Task.WhenAll(
            new FeedReader(issuer, _index, bound, knowledge => _knowledge = knowledge, meter, clock, logger).FollowAsync(stoppingToken),
            new ReceiptSender(issuer, _receipts, meter, clock, logger).FollowAsync(stoppingToken),
            WatchAsync(stoppingToken));
    }

    private bool IsFresh(Knowledge? knowledge) => knowledge?.Age(clock) <= bound;

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var current = true;
        await using var cleanUp = clock.CreateTimer(_ => _index.RemoveExpired(), state: null, CleanUpInterval, CleanUpInterval);
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (AreCurrent == current)
            {
                continue;
            }

            current = !current;
            if (current)
            {
                LogCurrent(logger, issuer.Authority);
            }
            else
            {
                // Whose session has ended is not known: nobody's connection can be vouched for.
                LogNotCurrent(logger, issuer.Authority, bound);
                connections.CloseAll(issuer.Authority);
            }
        }
    }

    [LoggerMessage(EventId = 604, Level = LogLevel.Error, Message = "What {Authority} has revoked is not known for longer than {Bound}: protected requests are answered 503")]
    private static partial void LogNotCurrent(ILogger logger, string authority, TimeSpan bound);

    [LoggerMessage(EventId = 605, Level = LogLevel.Information, Message = "What {Authority} has revoked is known again")]
    private static partial void LogCurrent(ILogger logger, string authority);
}
