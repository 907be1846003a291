using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.Revocation;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// ASP.NET Core Identity's view of Cardea's own users. Their name is their e-mail address, which is stored normalised, so
/// that there is no second column to look it up by; roles are in the user's row.
/// </summary>
internal sealed class CardeaUserStore(IAccountStore accounts, RevocationFeed feed, IdentityErrorDescriber errors) :
    IUserPasswordStore<CardeaUser>,
    IUserEmailStore<CardeaUser>,
    IUserSecurityStampStore<CardeaUser>,
    IUserRoleStore<CardeaUser>,
    IUserPasskeyStore<CardeaUser>
{
    public async Task<IdentityResult> CreateAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        user.ConcurrencyStamp = CardeaUser.NewStamp();
        return await accounts.AddAsync(user, cancellationToken)
            ? IdentityResult.Success
            : IdentityResult.Failed(errors.DuplicateEmail(user.Email));
    }

    public async Task<IdentityResult> UpdateAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        var read = user.ConcurrencyStamp;
        user.ConcurrencyStamp = CardeaUser.NewStamp();
        var change = new AccountChange(user, read) { Passkeys = user.Passkeys };
        switch (await feed.PublishAsync(accounts.UpdateAsync(change, cancellationToken), static update => update.Revoked))
        {
            case AccountUpdate.Updated:
                return IdentityResult.Success;
            case AccountUpdate.EmailTaken:
                user.ConcurrencyStamp = read;
                return IdentityResult.Failed(errors.DuplicateEmail(user.Email));
            default:
                user.ConcurrencyStamp = read;
                return IdentityResult.Failed(errors.ConcurrencyFailure());
        }
    }

    public async Task<IdentityResult> DeleteAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        var id = new UserId(user.Id);
        var ended = await feed.PublishAsync(accounts.RemoveAsync(id, removal: null, mail: null, cancellationToken), static ended => ended ?? []);
        if (ended is null)
        {
            return IdentityResult.Failed(errors.ConcurrencyFailure());
        }

        await accounts.EraseOrLeaveAsync(id, cancellationToken);
        return IdentityResult.Success;
    }

    public Task<CardeaUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        accounts.FindAsync(new(userId), cancellationToken);

    public Task<CardeaUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        accounts.FindByEmailAsync(normalizedUserName, cancellationToken);

    public Task<CardeaUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        accounts.FindByEmailAsync(normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(CardeaUser user, CancellationToken cancellationToken) => GetEmailAsync(user, cancellationToken);

    public Task SetUserNameAsync(CardeaUser user, string? userName, CancellationToken cancellationToken) =>
        SetEmailAsync(user, userName, cancellationToken);

    public Task<string?> GetNormalizedUserNameAsync(CardeaUser user, CancellationToken cancellationToken) => GetEmailAsync(user, cancellationToken);

    public Task SetNormalizedUserNameAsync(CardeaUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetEmailAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetEmailAsync(CardeaUser user, string? email, CancellationToken cancellationToken)
    {
        // What is no address becomes no name, and a user without a name is what Identity's validator refuses.
        user.Email = EmailAddress.Normalize(email) ?? "";
        return Task.CompletedTask;
    }

    public Task<string?> GetNormalizedEmailAsync(CardeaUser user, CancellationToken cancellationToken) => GetEmailAsync(user, cancellationToken);

    public Task SetNormalizedEmailAsync(CardeaUser user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> GetEmailConfirmedAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult(user.EmailVerified);

    public Task SetEmailConfirmedAsync(CardeaUser user, bool confirmed, CancellationToken cancellationToken)
    {
        user.EmailVerified = confirmed;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(CardeaUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<bool> HasPasswordAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(CardeaUser user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<IList<string>> GetRolesAsync(CardeaUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<string>>([.. user.Roles]);

    public Task<bool> IsInRoleAsync(CardeaUser user, string roleName, CancellationToken cancellationToken) =>
        Task.FromResult(user.Roles.Contains(roleName));

    public Task AddToRoleAsync(CardeaUser user, string roleName, CancellationToken cancellationToken)
    {
        ChangeRoles(user, [.. user.Roles.Union([roleName])]);
        return Task.CompletedTask;
    }

    public Task RemoveFromRoleAsync(CardeaUser user, string roleName, CancellationToken cancellationToken)
    {
        ChangeRoles(user, [.. user.Roles.Except([roleName])]);
        return Task.CompletedTask;
    }

    /// <exception cref="NotSupportedException">Always: nothing needs it, and it would read every user.</exception>
    public Task<IList<CardeaUser>> GetUsersInRoleAsync(string roleName, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Roles are kept with each user; there is no list of the users in one.");

    public Task AddOrUpdatePasskeyAsync(CardeaUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        user.Passkeys = [.. user.Passkeys.Where(known => !known.Is(passkey.CredentialId)), passkey.ToPasskey()];
        return Task.CompletedTask;
    }

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(CardeaUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(static passkey => passkey.ToUserPasskey())]);

    public Task<CardeaUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        accounts.FindByPasskeyAsync(credentialId, cancellationToken);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(CardeaUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.FirstOrDefault(passkey => passkey.Is(credentialId))?.ToUserPasskey());

    public Task RemovePasskeyAsync(CardeaUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        user.Passkeys = [.. user.Passkeys.Where(passkey => !passkey.Is(credentialId))];
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    // A sign-in that has read the roles of before must not end in a session: no recall would reach it.
    private static void ChangeRoles(CardeaUser user, string[] roles)
    {
        user.Roles = roles;
        user.SecurityStamp = CardeaUser.NewStamp();
    }
}
