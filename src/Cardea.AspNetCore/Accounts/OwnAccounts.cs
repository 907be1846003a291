using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Cardea's own users, in the database of the sessions.</summary>
internal sealed class OwnAccounts(IAccountStore store, AccountChanges changes, SignedInSessions sessions, TimeProvider clock) : IAccounts
{
    public async Task<Account?> FindAsync(UserId user, CancellationToken cancellationToken) =>
        Describe(await store.FindAsync(user, cancellationToken));

    public async Task<Credential?> FindCredentialAsync(string address, CancellationToken cancellationToken) =>
        await store.FindByEmailAsync(address, cancellationToken) is { } user
            ? new(new UserId(user.Id), user.PasswordHash, user.DeviceEpoch, () => Task.FromResult(Describe(user)))
            : null;

    public Task<Registration> AddAsync(string address, string passwordHash, CodeHash? invitation, CancellationToken cancellationToken) =>
        AddAsync(New(NewId(), address) with { PasswordHash = passwordHash }, invitation, cancellationToken);

    /// <summary>Adds an account that has a passkey and no password: of many requests at once with one address or passkey, one adds it.</summary>
    /// <param name="id">A new id, which the passkey keeps.</param>
    /// <param name="address">The address, normalised.</param>
    /// <param name="passkey">The passkey.</param>
    /// <param name="recoveryCodes">The hashes of the recovery codes.</param>
    /// <param name="invitation">The hash of the invitation's code, which is used up; null if the account needs no invitation.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Registration> AddAsync(
        UserId id, string address, Passkey passkey, IReadOnlyList<string> recoveryCodes, CodeHash? invitation, CancellationToken cancellationToken) =>
        AddAsync(New(id, address) with { Passkeys = [passkey], RecoveryCodes = recoveryCodes }, invitation, cancellationToken);

    /// <summary>Creates the id of a new account.</summary>
    public UserId NewId() => new(Guid.CreateVersion7(clock.GetUtcNow()).ToString());

    // Cardea's own accounts have the rules of every account, and no others.
    public Task<IReadOnlyList<string>> ReasonsAgainstAsync(string? address, string password, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task RehashAsync(Account account, string hash, CancellationToken cancellationToken) =>
        changes.ApplyAsync(account.Id, user => PasswordTransitions.Rehash(user.Facts, account.SecurityStamp, hash), cancellationToken);

    public async Task<bool> NoteBreachedAsync(UserId user, string? securityStamp, OutboxMail mail, CancellationToken cancellationToken) =>
        securityStamp is not null && await store.MarkBreachedAsync(user, securityStamp, mail, cancellationToken);

    // The session was ended together with the account, whether the feed has told this node or not.
    public Task NoteGoneAsync(ActingSession acting, CancellationToken cancellationToken) =>
        sessions.EndAsync(acting.Id, acting.User, EndReason.AccountClosed, cancellationToken);

    public async Task<string?> FindAddressAsync(UserId user, CancellationToken cancellationToken) =>
        (await store.FindAsync(user, cancellationToken))?.Email;

    private async Task<Registration> AddAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken)
    {
        // Only the person who reads the mail of the address has the code.
        user = user with { EmailVerified = invitation is not null };
        switch (await AddToStoreAsync(user, invitation, cancellationToken))
        {
            case InvitedAddition.Added:
                return new Registration.Registered(Describe(user)!);
            case InvitedAddition.NotInvited:
                return new Registration.NotInvited();
        }

        // The store has decided. This only names the reason.
        foreach (var passkey in user.Passkeys)
        {
            if (await store.FindByPasskeyAsync(passkey.CredentialId.ToArray(), cancellationToken) is not null)
            {
                return new Registration.PasskeyRefused();
            }
        }

        return new Registration.EmailTaken();
    }

    private async Task<InvitedAddition> AddToStoreAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken)
    {
        if (invitation is { } code)
        {
            return await store.AddInvitedAsync(user, code, cancellationToken);
        }

        return await store.AddAsync(user, cancellationToken) ? InvitedAddition.Added : InvitedAddition.Taken;
    }

    private CardeaUser New(UserId id, string address) => new()
    {
        Id = id.Value,
        Email = address,
        SecurityStamp = CardeaUser.NewStamp(),
        ConcurrencyStamp = CardeaUser.NewStamp(),
        CreatedAt = clock.GetUtcNow(),
    };

    private static Account? Describe(CardeaUser? user) => user is { DisabledAt: null }
        ? new(new UserId(user.Id), user.Email, user.EmailVerified, user.Roles, user.SecurityStamp, new(user.SessionEpoch, user.DeviceEpoch), SecondFactor.Of(user.Facts))
        {
            HasPassword = user.PasswordHash is not null,
            IsPasswordBreached = user.PasswordBreachedAt is not null,
        }
        : null;
}
