using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>The users of an app, in any store of ASP.NET Core Identity that keeps e-mail addresses and passwords.</summary>
internal sealed class AppAccounts<TUser>(
    UserManager<TUser> users, IUserStore<TUser> store, IdentityEffects<TUser> effects, ISessionStore sessions, TimeProvider clock) : IAccounts
    where TUser : class, new()
{
    private readonly IUserEmailStore<TUser> _emails = Require<IUserEmailStore<TUser>>(store);
    private readonly IUserPasswordStore<TUser> _passwords = Require<IUserPasswordStore<TUser>>(store);

    public async Task<Account?> FindAsync(UserId user, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(user.Value) is { } found ? await DescribeAsync(found, await EpochsOfAsync(found, cancellationToken)) : null;

    public async Task<Credential?> FindCredentialAsync(string address, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(address) is not { } user)
        {
            return null;
        }

        // Before the password is compared, which takes its time: an end of all sessions that comes meanwhile wins.
        var epochs = await EpochsOfAsync(user, cancellationToken);
        var hash = await _passwords.GetPasswordHashAsync(user, cancellationToken);
        return new(new UserId(await users.GetUserIdAsync(user)), hash, epochs.Device, () => DescribeAsync(user, epochs));
    }

    // Cardea sends no invitations to an app's users, so no code is valid.
    public async Task<Registration> AddAsync(string address, string passwordHash, CodeHash? invitation, CancellationToken cancellationToken)
    {
        if (invitation is not null)
        {
            return new Registration.NotInvited();
        }

        var user = await NewAsync(address, cancellationToken);
        await _passwords.SetPasswordHashAsync(user, passwordHash, cancellationToken);
        IdentityResult result;
        try
        {
            result = await users.CreateAsync(user);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            // EF Core's store throws when the database refuses the second of two requests. Any other failure is not about the address.
            if (await users.FindByEmailAsync(address) is null)
            {
                throw;
            }

            return new Registration.EmailTaken();
        }

        if (result.Succeeded && await DescribeAsync(user, await EpochsOfAsync(user, cancellationToken)) is { } account)
        {
            return new Registration.Registered(account);
        }

        return result.Errors.Any(static error => error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new Registration.EmailTaken()
            : new Registration.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                // The app's validators look at a user that has nothing but an address.
                ["email"] = [.. result.Errors.Select(static error => error.Description)],
            });
    }

    public async Task<IReadOnlyList<string>> ReasonsAgainstAsync(string? address, string password, CancellationToken cancellationToken)
    {
        var user = await NewAsync(address ?? "", cancellationToken);
        var reasons = new List<string>();
        foreach (var validator in users.PasswordValidators.Where(static validator => validator is not PasswordPolicyValidator<TUser>))
        {
            reasons.AddRange((await validator.ValidateAsync(users, user, password)).Errors.Select(static error => error.Description));
        }

        return reasons;
    }

    // Not by UserManager, which would change the security stamp. If another request updated the user meanwhile, its update stays.
    public async Task RehashAsync(Account account, string hash, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(account.Id.Value) is { } user)
        {
            await effects.ApplyAsync(user, new(new AccountEffect.Rehash(hash)), cancellationToken);
            await store.UpdateAsync(user, cancellationToken);
        }
    }

    // An app's store has no place for the note. A mail would go at every sign-in, so there is only the line in the log.
    public Task<bool> NoteBreachedAsync(UserId user, string? securityStamp, OutboxMail mail, CancellationToken cancellationToken) => Task.FromResult(true);

    // A user whom the app locks out for a while keeps the sessions.
    public Task NoteGoneAsync(ActingSession acting, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string?> FindAddressAsync(UserId user, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(user.Value) is { } found ? await users.GetEmailAsync(found) : null;

    private static TStore Require<TStore>(IUserStore<TUser> store)
        where TStore : class =>
        store as TStore ?? throw new SetupException($"The user store {store.GetType().Name} does not implement {typeof(TStore).Name}: Cardea needs e-mail addresses and passwords.");

    private async Task<TUser> NewAsync(string address, CancellationToken cancellationToken)
    {
        var user = new TUser();
        await store.SetUserNameAsync(user, address, cancellationToken);
        await _emails.SetEmailAsync(user, address, cancellationToken);
        return user;
    }

    private async Task<UserEpochs> EpochsOfAsync(TUser user, CancellationToken cancellationToken) =>
        await sessions.ReadEpochsAsync(new UserId(await users.GetUserIdAsync(user)), cancellationToken);

    private async Task<Account?> DescribeAsync(TUser user, UserEpochs epochs) => await IsLockedOutAsync(user)
        ? null
        : new(
            new UserId(await users.GetUserIdAsync(user)),
            await users.GetEmailAsync(user) ?? "",
            await users.IsEmailConfirmedAsync(user),
            users.SupportsUserRole ? [.. await users.GetRolesAsync(user)] : [],
            SecurityStamp: null,
            epochs,
            users.SupportsUserTwoFactor && await users.GetTwoFactorEnabledAsync(user) ? [SecondFactor.AuthenticatorApp, SecondFactor.RecoveryCode] : [])
        {
            HasPassword = await _passwords.HasPasswordAsync(user, cancellationToken: default),
        };

    private async Task<bool> IsLockedOutAsync(TUser user) =>
        users.SupportsUserLockout && await users.GetLockoutEndDateAsync(user) > clock.GetUtcNow();
}
