using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Administration;

/// <summary>The users, for the app's own code. The changes are those of an administrator.</summary>
internal sealed class AppUsers(IAccountStore accounts, AccountAdministration administration, Removals removals) : IUsers
{
    private static readonly Caller App = Caller.Program("app");

    public async Task<User?> FindAsync(UserId id, CancellationToken cancellationToken) => Show(await accounts.FindAsync(id, cancellationToken));

    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        EmailAddress.Normalize(email) is { } address ? Show(await accounts.FindByEmailAsync(address, cancellationToken)) : null;

    public async Task<UserChange> DisableAsync(UserId id, CancellationToken cancellationToken) =>
        Of(await administration.LockAsync(id, App, force: false, cancellationToken));

    public async Task<UserChange> EnableAsync(UserId id, CancellationToken cancellationToken) =>
        Of(await administration.UnlockAsync(id, App, cancellationToken));

    public async Task<UserChange> DeleteAsync(UserId id, CancellationToken cancellationToken) =>
        await removals.RemoveAsync(id, App, force: false, cancellationToken) switch
        {
            AccountRemoval.Removed => UserChange.Done,
            AccountRemoval.LastAdministrator => UserChange.LastAdministrator,
            _ => UserChange.NotFound,
        };

    private static User? Show(CardeaUser? user) =>
        user is null ? null : new(new(user.Id), user.Email, user.EmailVerified, user.Roles, user.DisabledAt is null, user.CreatedAt);

    private static UserChange Of(AdministrationOutcome outcome) => outcome switch
    {
        AdministrationOutcome.Done => UserChange.Done,
        AdministrationOutcome.LastAdministrator => UserChange.LastAdministrator,
        _ => UserChange.NotFound,
    };
}
