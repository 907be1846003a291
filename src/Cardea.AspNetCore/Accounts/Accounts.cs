using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Hashing;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The users of any ASP.NET Core Identity store that keeps e-mail addresses and passwords, such as an app's own.</summary>
internal class Accounts<TUser>(UserManager<TUser> users, IUserStore<TUser> store, ISessionStore sessions, HashingQueue hashing, TimeProvider clock) : IAccounts
    where TUser : class, new()
{
    private readonly IUserEmailStore<TUser> _emails = Require<IUserEmailStore<TUser>>(store);
    private readonly IUserPasswordStore<TUser> _passwords = Require<IUserPasswordStore<TUser>>(store);

    protected TimeProvider Clock { get; } = clock;

    public async Task<Registration> RegisterAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        var user = NewUser();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var address = EmailAddress.Normalize(email);
        if (address is null)
        {
            errors["email"] = [ReasonToRefuse(email)];
        }
        else
        {
            await store.SetUserNameAsync(user, address, cancellationToken);
            await _emails.SetEmailAsync(user, address, cancellationToken);
        }

        if (await CheckPasswordAsync(user, password) is { Length: > 0 } reasons)
        {
            errors["password"] = reasons;
        }

        if (errors.Count > 0)
        {
            return new Registration.Invalid(errors);
        }

        var hash = await hashing.RunAsync(() => users.PasswordHasher.HashPassword(user, password!), cancellationToken);
        await _passwords.SetPasswordHashAsync(user, hash, cancellationToken);
        return await CreateAsync(user, address!, cancellationToken);
    }

    public async Task<Account?> VerifyPasswordAsync(string? email, string? password, CancellationToken cancellationToken)
    {
        if (password is null)
        {
            return null;
        }

        var user = EmailAddress.Normalize(email) is { } address ? await users.FindByEmailAsync(address) : null;
        var stored = user is null ? null : await _passwords.GetPasswordHashAsync(user, cancellationToken);

        // Before the hash, which takes its time: an end of all sessions that comes meanwhile wins.
        var epoch = user is null ? 0 : await EpochOfAsync(user, cancellationToken);

        // No user and no hash cost what a wrong password costs: the hasher compares with nothing.
        var (verified, successor) = await hashing.RunAsync(() => Verify(user ?? NewUser(), stored ?? "", password), cancellationToken);
        if (user is null || !verified || await IsDisabledAsync(user))
        {
            return null;
        }

        if (successor is not null)
        {
            // Not by UserManager, which would change the security stamp, and so refuse the session that is about to begin.
            // When somebody else updated the user meanwhile, theirs stays; the next sign-in tries again.
            await _passwords.SetPasswordHashAsync(user, successor, cancellationToken);
            await store.UpdateAsync(user, cancellationToken);
        }

        return await DescribeAsync(user, epoch);
    }

    public virtual async Task<IReadOnlyList<string>?> VerifySecondFactorAsync(UserId id, string code, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(id.Value) is not { } user || await IsDisabledAsync(user))
        {
            return null;
        }

        return await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code)
            || (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded
            ? SecondFactor.ByCode
            : null;
    }

    public async Task<Account?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(id.Value) is { } user && !await IsDisabledAsync(user)
            ? await DescribeAsync(user, await EpochOfAsync(user, cancellationToken))
            : null;

    public async Task<string?> FindAddressAsync(UserId id, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(id.Value) is { } user ? await users.GetEmailAsync(user) : null;

    public async Task<UserId?> FindIdAsync(string? email, CancellationToken cancellationToken) =>
        EmailAddress.Normalize(email) is { } address && await users.FindByEmailAsync(address) is { } user
            ? new UserId(await users.GetUserIdAsync(user))
            : null;

    /// <summary>A user to be filled in.</summary>
    protected virtual TUser NewUser() => new();

    /// <summary>The stamp that the session store can compare: none where the users live elsewhere.</summary>
    protected virtual string? StampOf(TUser user) => null;

    /// <summary>How often all sessions of a user were ended.</summary>
    protected virtual async ValueTask<long> EpochOfAsync(TUser user, CancellationToken cancellationToken) =>
        await sessions.ReadEpochAsync(new(await users.GetUserIdAsync(user)), cancellationToken);

    /// <summary>What a password does not sign in without.</summary>
    protected virtual async Task<IReadOnlyList<string>> SecondFactorsOfAsync(TUser user) =>
        users.SupportsUserTwoFactor && await users.GetTwoFactorEnabledAsync(user) ? [SecondFactor.AuthenticatorApp, SecondFactor.RecoveryCode] : [];

    /// <summary>Whether the account is closed: locked out, where the users live elsewhere.</summary>
    protected virtual async Task<bool> IsDisabledAsync(TUser user) =>
        users.SupportsUserLockout && await users.GetLockoutEndDateAsync(user) > Clock.GetUtcNow();

    private static TStore Require<TStore>(IUserStore<TUser> store)
        where TStore : class =>
        store as TStore ?? throw new SetupException($"The user store {store.GetType().Name} does not implement {typeof(TStore).Name}: Cardea needs e-mail addresses and passwords.");

    private static string ReasonToRefuse(string? email) => email switch
    {
        null or "" => "An e-mail address is needed.",
        { Length: > EmailAddress.MaximumLength } => $"It is longer than {EmailAddress.MaximumLength} characters.",
        _ => "It is no e-mail address that mail could go to.",
    };

    private async Task<string[]> CheckPasswordAsync(TUser user, string? password)
    {
        if (string.IsNullOrEmpty(password))
        {
            return ["A password is needed."];
        }

        var reasons = new List<string>();
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, password);
            reasons.AddRange(result.Errors.Select(static error => error.Description));
        }

        return [.. reasons];
    }

    private async Task<Registration> CreateAsync(TUser user, string address, CancellationToken cancellationToken)
    {
        IdentityResult result;
        try
        {
            result = await users.CreateAsync(user);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            // EF Core's store throws when the database refuses the second of two; any other failure is none of ours.
            if (await users.FindByEmailAsync(address) is null)
            {
                throw;
            }

            return new Registration.EmailTaken();
        }

        if (result.Succeeded)
        {
            return new Registration.Registered(await DescribeAsync(user, await EpochOfAsync(user, cancellationToken)));
        }

        return result.Errors.Any(static error => error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new Registration.EmailTaken()
            : new Registration.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                // An app's validators look at a user that has nothing but an address.
                ["email"] = [.. result.Errors.Select(static error => error.Description)],
            });
    }

    private (bool Verified, string? Successor) Verify(TUser user, string hash, string password) =>
        users.PasswordHasher.VerifyHashedPassword(user, hash, password) switch
        {
            PasswordVerificationResult.Failed => (false, null),
            PasswordVerificationResult.SuccessRehashNeeded => (true, users.PasswordHasher.HashPassword(user, password)),
            _ => (true, null),
        };

    private async Task<Account> DescribeAsync(TUser user, long epoch) => new(
        new UserId(await users.GetUserIdAsync(user)),
        await users.GetEmailAsync(user) ?? "",
        await users.IsEmailConfirmedAsync(user),
        users.SupportsUserRole ? [.. await users.GetRolesAsync(user)] : [],
        StampOf(user),
        epoch,
        await SecondFactorsOfAsync(user));
}
