using Microsoft.AspNetCore.Identity;

namespace Cardea.Tests.Accounts;

/// <summary>An app's own user store. Like EF Core's, it throws when the database refuses a name that is taken.</summary>
internal sealed class AppUserStore : IUserEmailStore<AppUser>, IUserPasswordStore<AppUser>, IUserLockoutStore<AppUser>
{
    private readonly Lock _gate = new();
    private readonly List<AppUser> _users = [];

    /// <summary>Whether names are looked up before those who register at the same moment are stored.</summary>
    public Barrier? Race { get; set; }

    public AppUser Only => _users.Single();

    public Task<IdentityResult> CreateAsync(AppUser user, CancellationToken cancellationToken)
    {
        Race?.SignalAndWait(TimeSpan.FromSeconds(10), cancellationToken);
        lock (_gate)
        {
            if (_users.Exists(other => other.NormalizedUserName == user.NormalizedUserName))
            {
                throw new InvalidOperationException("unique constraint");
            }

            _users.Add(user);
            return Task.FromResult(IdentityResult.Success);
        }
    }

    public Task<IdentityResult> UpdateAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AppUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Find(user => user.Id == userId);

    public Task<AppUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Find(user => user.NormalizedUserName == normalizedUserName);

    public Task<AppUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        Find(user => user.NormalizedEmail == normalizedEmail);

    public Task<string> GetUserIdAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

    public Task SetUserNameAsync(AppUser user, string? userName, CancellationToken cancellationToken) => Done(user.UserName = userName);

    public Task<string?> GetNormalizedUserNameAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.NormalizedUserName);

    public Task SetNormalizedUserNameAsync(AppUser user, string? normalizedName, CancellationToken cancellationToken) => Done(user.NormalizedUserName = normalizedName);

    public Task<string?> GetEmailAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    public Task SetEmailAsync(AppUser user, string? email, CancellationToken cancellationToken) => Done(user.Email = email);

    public Task<string?> GetNormalizedEmailAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.NormalizedEmail);

    public Task SetNormalizedEmailAsync(AppUser user, string? normalizedEmail, CancellationToken cancellationToken) => Done(user.NormalizedEmail = normalizedEmail);

    public Task<bool> GetEmailConfirmedAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.EmailConfirmed);

    public Task SetEmailConfirmedAsync(AppUser user, bool confirmed, CancellationToken cancellationToken) => Done(user.EmailConfirmed = confirmed);

    public Task<string?> GetPasswordHashAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(AppUser user, string? passwordHash, CancellationToken cancellationToken) => Done(user.PasswordHash = passwordHash);

    public Task<bool> HasPasswordAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.LockoutEnd);

    public Task SetLockoutEndDateAsync(AppUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Done(user.LockoutEnd = lockoutEnd);

    public Task<int> IncrementAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ResetAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> GetAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> GetLockoutEnabledAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(AppUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static Task Done(object? _) => Task.CompletedTask;

    private Task<AppUser?> Find(Predicate<AppUser> match)
    {
        lock (_gate)
        {
            return Task.FromResult(_users.Find(match));
        }
    }
}
