using Cardea.Revocation;

namespace Cardea.Accounts;

/// <summary>Changes accounts as they are at that moment; the feed has what it revokes before its caller is answered.</summary>
public sealed class AccountChanges(IAccountStore accounts, RevocationFeed feed)
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

            var update = await accounts.UpdateAsync(asked, cancellationToken);
            if (update is AccountUpdate.Updated updated)
            {
                feed.Publish(updated.Revoked);
            }

            if (update is not AccountUpdate.Stale)
            {
                return update;
            }
        }

        return null;
    }
}
