using System.Security.Cryptography;
using Cardea.Revocation;

namespace Cardea.Accounts;

/// <summary>What operators do to accounts of Cardea's own; it reaches the access tokens that are out there in the same step.</summary>
public sealed class AccountAdministration(IAccountStore accounts, RevocationFeed feed, TimeProvider clock)
{
    /// <summary>Disables an account and ends its sessions.</summary>
    /// <returns>The user as stored; <see langword="null"/> when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public Task<CardeaUser?> LockAsync(UserId id, CancellationToken cancellationToken) =>
        ChangeAsync(id, user => user.DisabledAt ??= clock.GetUtcNow(), cancellationToken);

    /// <summary>Enables an account again. The sessions that were ended stay so.</summary>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> UnlockAsync(UserId id, CancellationToken cancellationToken) =>
        ChangeAsync(id, static user => user.DisabledAt = null, cancellationToken);

    /// <summary>Gives and takes roles, and recalls the access tokens that have the old ones.</summary>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> ChangeRolesAsync(
        UserId id, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken, CancellationToken cancellationToken) =>
        given.Count + taken.Count == 0
            ? accounts.FindAsync(id, cancellationToken)
            : ChangeAsync(id, user => user.Roles = [.. user.Roles.Except(taken).Union(given)], cancellationToken);

    private async Task<CardeaUser?> ChangeAsync(UserId id, Action<CardeaUser> change, CancellationToken cancellationToken)
    {
        while (await accounts.FindAsync(id, cancellationToken) is { } user)
        {
            var read = user.ConcurrencyStamp;
            change(user);
            user.ConcurrencyStamp = NewStamp();

            // A sign-in that has seen the user as before does not end in a session, which nothing of this would reach.
            user.SecurityStamp = NewStamp();
            if (await accounts.UpdateAsync(user, read, cancellationToken) is AccountUpdate.Updated updated)
            {
                feed.Publish(updated.Revoked);
                return user;
            }
        }

        return null;
    }

    private static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
