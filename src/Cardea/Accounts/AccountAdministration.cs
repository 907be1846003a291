using Cardea.Audit;
using Cardea.Mail;
using Cardea.Revocation;

namespace Cardea.Accounts;

/// <summary>What operators do to accounts of Cardea's own; it reaches the access tokens that are out there in the same step.</summary>
public sealed class AccountAdministration(IAccountStore accounts, AccountChanges changes, RevocationFeed feed, TimeProvider clock)
{
    /// <summary>Disables an account and ends its sessions.</summary>
    /// <param name="id">The account.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The user as stored; <see langword="null"/> when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public Task<CardeaUser?> LockAsync(UserId id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, user => user.DisabledAt ??= clock.GetUtcNow(), SecurityEventKind.Locked, by, cancellationToken);

    /// <summary>Enables an account again. The sessions that were ended stay so.</summary>
    /// <inheritdoc cref="LockAsync" path="/param"/>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> UnlockAsync(UserId id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, static user => user.DisabledAt = null, SecurityEventKind.Unlocked, by, cancellationToken);

    /// <summary>Gives and takes roles, and recalls the access tokens that have the old ones.</summary>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> ChangeRolesAsync(
        UserId id, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken, string by, CancellationToken cancellationToken) =>
        given.Count + taken.Count == 0
            ? accounts.FindAsync(id, cancellationToken)
            : ChangeAsync(
                id,
                user => user.Roles = [.. user.Roles.Except(taken).Union(given)],
                SecurityEventKind.RolesChanged,
                string.Join(' ', [by, .. given.Select(static role => $"+{role}"), .. taken.Select(static role => $"-{role}")]),
                cancellationToken);

    /// <summary>Deletes an account: see <see cref="IAccountStore.RemoveAsync"/>.</summary>
    /// <param name="id">The account.</param>
    /// <param name="by">The operator, for the audit; <see langword="null"/> when it is the owner.</param>
    /// <param name="mail">The last mail to its owner.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was such an account.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public async Task<bool> DeleteAsync(UserId id, string? by, OutboxMail? mail, CancellationToken cancellationToken)
    {
        var removal = SecurityEvent.Of(SecurityEventKind.Deleted, id, session: null, device: null, clock.GetUtcNow(), by);
        if (await accounts.RemoveAsync(id, removal, mail, cancellationToken) is not { } ended)
        {
            return false;
        }

        feed.Publish(ended);
        return true;
    }

    private async Task<CardeaUser?> ChangeAsync(
        UserId id, Action<CardeaUser> change, SecurityEventKind kind, string detail, CancellationToken cancellationToken)
    {
        CardeaUser? changed = null;
        var update = await changes.ApplyAsync(
            id,
            asked =>
            {
                changed = asked.User;
                change(changed);

                // A sign-in that has seen the user as before does not end in a session, which nothing of this would reach.
                changed.SecurityStamp = CardeaUser.NewStamp();
                return asked with { Event = SecurityEvent.Of(kind, id, session: null, device: null, clock.GetUtcNow(), detail) };
            },
            cancellationToken);
        return update is AccountUpdate.Updated ? changed : null;
    }
}
