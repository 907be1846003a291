using Microsoft.Extensions.Logging;

namespace Cardea.Client.Storage;

/// <summary>Reads and changes token stores, and expects them to fail.</summary>
internal sealed partial class TokenStorage(TimeProvider clock, ILogger<TokenStorage> logger)
{
    // Each failure means that somebody else has stored something.
    private const int Attempts = 100;

    // A store that hangs must not hold up the session for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Reads a store.</summary>
    /// <returns>What is stored, or null if the store has thrown: the user is signed out then.</returns>
    public async Task<StoredTokens?> ReadAsync(ITokenStore store, CancellationToken cancellationToken)
    {
        var (stored, failure) = await TryReadAsync(store, cancellationToken);
        return failure is null ? stored ?? StoredTokens.Nothing : null;
    }

    /// <summary>
    /// Changes what is stored. The change is computed again if another change comes first. No caller can cancel this, because
    /// the answer of the issuer must not get lost.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="change">Receives what is stored; returns what to store, or null to drop the change.</param>
    /// <param name="replaceUnreadable">Whether to replace what can't be read.</param>
    public async Task<Change> ChangeAsync(ITokenStore store, Func<StoredTokens, StoredTokens?> change, bool replaceUnreadable = false)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (stored, failure) = await TryReadAsync(store, limit.Token);
            if (failure is not null && !replaceUnreadable)
            {
                return Change.Failed;
            }

            var current = stored ?? StoredTokens.Nothing;
            if (change(current) is not { } next)
            {
                return Change.Dropped;
            }

            if (next == current && failure is null)
            {
                return Change.Stored;
            }

            try
            {
                if (await store.ReplaceAsync(stored, next.OrNull, limit.Token).AsTask().WaitAsync(limit.Token))
                {
                    return Change.Stored;
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                LogNotWritten(logger, exception.GetType().Name);
                return Change.Failed;
            }
        }

        LogBusy(logger);
        return Change.Failed;
    }

    private async Task<(StoredTokens? Stored, Exception? Failure)> TryReadAsync(ITokenStore store, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadAsync(cancellationToken).AsTask().WaitAsync(Limit, clock, cancellationToken), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // The message of the exception may quote what could not be read.
            LogNotRead(logger, exception.GetType().Name);
            return (null, exception);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "The token store can't be read ({Failure}), so the user is signed out: the keys of the store are lost, or the store is not available")]
    private static partial void LogNotRead(ILogger logger, string failure);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "The token store can't be written ({Failure}), so the new tokens are not used: check the place where the store keeps them")]
    private static partial void LogNotWritten(ILogger logger, string failure);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Error, Message = "The token store never has what it has just returned: its ReplaceAsync must compare by Equals")]
    private static partial void LogBusy(ILogger logger);
}
