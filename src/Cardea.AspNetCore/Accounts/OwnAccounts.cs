using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
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

    public async Task<Registration> AddAsync(string address, string passwordHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var user = new CardeaUser
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Email = address,
            PasswordHash = passwordHash,
            SecurityStamp = CardeaUser.NewStamp(),
            ConcurrencyStamp = CardeaUser.NewStamp(),
            CreatedAt = now,
        };
        return await store.AddAsync(user, cancellationToken)
            ? new Registration.Registered(Describe(user)!)
            : new Registration.EmailTaken();
    }

    // Cardea's own accounts have the rules of every account, and no others.
    public Task<IReadOnlyList<string>> ReasonsAgainstAsync(string? address, string password, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task RehashAsync(Account account, string hash, CancellationToken cancellationToken) =>
        changes.ApplyAsync(account.Id, user => PasswordTransitions.Rehash(user.Facts, account.SecurityStamp, hash), cancellationToken);

    // The session was ended together with the account, whether the feed has told this node or not.
    public Task NoteGoneAsync(ActingSession acting, CancellationToken cancellationToken) =>
        sessions.EndAsync(acting.Id, acting.User, EndReason.AccountClosed, cancellationToken);

    public async Task<string?> FindAddressAsync(UserId user, CancellationToken cancellationToken) =>
        (await store.FindAsync(user, cancellationToken))?.Email;

    private static Account? Describe(CardeaUser? user) => user is { DisabledAt: null }
        ? new(new UserId(user.Id), user.Email, user.EmailVerified, user.Roles, user.SecurityStamp, new(user.SessionEpoch, user.DeviceEpoch), SecondFactor.Of(user.Facts))
        : null;
}
