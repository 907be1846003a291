using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>Changes accounts as they are at that moment; the feed has what it revokes before its caller is answered.</summary>
public sealed class AccountChanges(IAccountStore accounts, RevocationFeed feed, StoreFeedReader reader)
{
    /// <summary>Changes a user; looks again when somebody else changed them meanwhile.</summary>
    /// <param name="id">The user.</param>
    /// <param name="change">
    /// Gets a change to nothing yet, of the user as they are, and says what it shall be; <see langword="null"/> declines.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The outcome, never <see cref="AccountUpdate.Stale"/>; <see langword="null"/> when there is no such user, or it was declined.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public async Task<AccountUpdate?> ApplyAsync(UserId id, Func<AccountChange, AccountChange?> change, CancellationToken cancellationToken)
    {
        while (await accounts.FindAsync(id, cancellationToken) is { } user)
        {
            var read = user.ConcurrencyStamp;
            user.ConcurrencyStamp = CardeaUser.NewStamp();
            if (change(new(user, read)) is not { } asked)
            {
                return null;
            }

            var update = await feed.PublishAsync(accounts.UpdateAsync(asked, cancellationToken), static update => update.Revoked);
            if (asked.Proof is { } proof && (update is AccountUpdate.Updated { Session: { } session } ? session : (update as AccountUpdate.SessionRefused)?.Outcome) is { } outcome)
            {
                feed.Learn(proof.SessionId, outcome);
            }

            if (asked.Ends is not null)
            {
                // Another node may have ended some a moment ago: no row at hand says which.
                await reader.CatchUpAsync(cancellationToken);
            }

            if (update is not AccountUpdate.Stale)
            {
                return update;
            }
        }

        return null;
    }
}
