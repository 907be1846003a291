using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.External;
using Cardea.Tokens;

namespace Cardea.AspNetCore.External;

/// <summary>Cardea's own users. A change is one transaction with all that goes with it.</summary>
internal sealed class OwnExternalAccounts(IAccountStore store, IAccounts accounts, AccountChanges changes, EmailVerification verification, CardeaOptions options) : IExternalAccounts
{
    public bool HasTakeOver => true;

    public async Task<UserId?> FindByLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        await store.FindByExternalLoginAsync(issuer, subject, cancellationToken) is { } user ? new(user.Id) : null;

    public async Task<AccountFacts?> FindByAddressAsync(string address, CancellationToken cancellationToken) =>
        (await store.FindByEmailAsync(address, cancellationToken))?.Facts;

    public async Task<AccountFacts?> FindAsync(UserId user, CancellationToken cancellationToken) => (await store.FindAsync(user, cancellationToken))?.Facts;

    public async Task<Registration> AddAsync(string address, ExternalLogin login, CancellationToken cancellationToken)
    {
        var user = new CardeaUser
        {
            Id = Guid.CreateVersion7(login.CreatedAt).ToString(),
            Email = address,
            EmailVerified = true,
            SecurityStamp = CardeaUser.NewStamp(),
            ConcurrencyStamp = CardeaUser.NewStamp(),
            CreatedAt = login.CreatedAt,
            ExternalLogins = [login],
        };
        return await AddToStoreAsync(user, cancellationToken) switch
        {
            InvitedAddition.NotInvited => new Registration.NotInvited(),
            InvitedAddition.Added when await accounts.FindAsync(new(user.Id), cancellationToken) is { } account => new Registration.Registered(account),
            _ => new Registration.EmailTaken(),
        };
    }

    public async Task<LinkOutcome> ChangeAsync(
        UserId user, Caller caller, Func<AccountFacts, AccountChange?> transition, StoredCode? code, CancellationToken cancellationToken) =>
        await changes.ApplyAsync(user, caller, stored => transition(stored.Facts), new() { Code = code }, cancellationToken) switch
        {
            AccountOutcome.Changed => LinkOutcome.Changed,
            AccountOutcome.ActorRefused => LinkOutcome.ActorRefused,
            AccountOutcome.Refused(AccountUpdate.ExternalLoginTaken) => LinkOutcome.LoginTaken,
            AccountOutcome.Refused(AccountUpdate.CodeSpent) => LinkOutcome.CodeSpent,
            _ => LinkOutcome.Declined,
        };

    public Task TellOfReservationAsync(string? address, Caller caller, CancellationToken cancellationToken) =>
        verification.TellOfReservationAsync(address, caller, cancellationToken);

    // The address is proved, so the code of the invitation is not needed.
    private async Task<InvitedAddition> AddToStoreAsync(CardeaUser user, CancellationToken cancellationToken) =>
        options.Registration == RegistrationMode.Invited ? await store.AddInvitedAsync(user, invitation: null, cancellationToken)
        : await store.AddAsync(user, cancellationToken) ? InvitedAddition.Added : InvitedAddition.Taken;
}
