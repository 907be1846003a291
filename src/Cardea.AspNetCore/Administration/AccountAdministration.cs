using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Administration;

/// <summary>Changes that an operator makes to Cardea's own accounts. Each reaches the access tokens that are in use before the answer.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
internal sealed class AccountAdministration(IAccountStore accounts, AccountChanges changes, StoreFeedReader reader, TimeProvider clock)
{
    /// <summary>Disables an account and ends its sessions.</summary>
    /// <param name="id">The user.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="force">True if the last enabled administrator may be taken away.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<AdministrationOutcome> LockAsync(UserId id, Caller caller, bool force, CancellationToken cancellationToken) =>
        ApplyAsync(id, user => LifecycleTransitions.Lock(user.Facts, clock.GetUtcNow()), caller, force, cancellationToken);

    /// <summary>Enables an account. The sessions that were ended stay ended.</summary>
    public Task<AdministrationOutcome> UnlockAsync(UserId id, Caller caller, CancellationToken cancellationToken) =>
        ApplyAsync(id, static _ => LifecycleTransitions.Unlock(), caller, force: false, cancellationToken);

    /// <summary>Gives and takes roles, and recalls the access tokens that have the old roles.</summary>
    /// <param name="id">The user.</param>
    /// <param name="given">The roles to give.</param>
    /// <param name="taken">The roles to take.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="force">True if the last enabled administrator may be taken away.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<AdministrationOutcome> ChangeRolesAsync(
        UserId id, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken, Caller caller, bool force, CancellationToken cancellationToken) =>
        given.Count + taken.Count == 0
            ? FindAsync(id, cancellationToken)
            : ApplyAsync(id, user => RoleTransitions.Change(user.Facts, given, taken), caller, force, cancellationToken);

    /// <summary>Sets all roles, and recalls the access tokens that have the old ones. Of two requests at once, the roles are those of one.</summary>
    /// <param name="id">The user.</param>
    /// <param name="roles">All roles that the user shall have.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<AdministrationOutcome> SetRolesAsync(UserId id, IReadOnlyCollection<string> roles, Caller caller, CancellationToken cancellationToken) =>
        ApplyAsync(id, user => RoleTransitions.Set(user.Facts, roles), caller, force: false, cancellationToken);

    /// <summary>Removes the second factors and recovery codes of a user who has lost them, ends the sessions, and tells the user.</summary>
    public Task<AdministrationOutcome> RemoveFactorsAsync(UserId id, Caller caller, CancellationToken cancellationToken) =>
        ApplyAsync(id, static user => LifecycleTransitions.RemoveFactors(user.Facts), caller, force: false, cancellationToken);

    /// <summary>Removes the links of a user to accounts at providers, ends the sessions that began with them, and tells the user.</summary>
    /// <param name="id">The user.</param>
    /// <param name="issuer">The issuer whose links are removed; null for all.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<AdministrationOutcome> UnlinkAsync(UserId id, string? issuer, Caller caller, CancellationToken cancellationToken) =>
        ApplyAsync(
            id,
            user => ExternalTransitions.UnlinkByOperator([.. user.ExternalLogins.Where(login => issuer is null || login.Issuer == issuer)]),
            caller,
            force: false,
            cancellationToken);

    private async Task<AdministrationOutcome> ApplyAsync(
        UserId id, Func<CardeaUser, AccountChange?> transition, Caller caller, bool force, CancellationToken cancellationToken) =>
        await changes.ApplyAsync(id, caller, transition, new() { MayTakeLastAdministrator = force }, cancellationToken) switch
        {
            AccountOutcome.Changed(var user, _) => new AdministrationOutcome.Done(user),
            AccountOutcome.Refused(AccountUpdate.LastAdministrator) => new AdministrationOutcome.LastAdministrator(),
            AccountOutcome.ActorRefused => new AdministrationOutcome.ActorRefused(),
            _ => await FindAsync(id, cancellationToken),
        };

    // Another node may have changed or deleted the user a moment ago, and revoked tokens. This answer waits until the feed has told so.
    private async Task<AdministrationOutcome> FindAsync(UserId id, CancellationToken cancellationToken)
    {
        var user = await accounts.FindAsync(id, cancellationToken);
        await reader.CatchUpAsync(cancellationToken);
        return user is null ? new AdministrationOutcome.NotFound() : new AdministrationOutcome.Done(user);
    }
}
