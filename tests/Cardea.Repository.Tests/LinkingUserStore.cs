using Microsoft.AspNetCore.Identity;

namespace Cardea.Repository.Tests;

/// <summary>A user store of an app that also keeps the users' accounts at providers.</summary>
internal sealed class LinkingUserStore : AppUserStore, IUserLoginStore<AppUser>
{
    /// <summary>Runs before a login is removed.</summary>
    public Func<Task> Removing { get; set; } = static () => Task.CompletedTask;

    public Task AddLoginAsync(AppUser user, UserLoginInfo login, CancellationToken cancellationToken)
    {
        user.Logins.Add(login);
        return Task.CompletedTask;
    }

    public async Task RemoveLoginAsync(AppUser user, string loginProvider, string providerKey, CancellationToken cancellationToken)
    {
        await Removing();
        user.Logins.RemoveAll(login => login.LoginProvider == loginProvider && login.ProviderKey == providerKey);
    }

    public Task<IList<UserLoginInfo>> GetLoginsAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<IList<UserLoginInfo>>([.. user.Logins]);

    public Task<AppUser?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        Find(user => user.Logins.Any(login => login.LoginProvider == loginProvider && login.ProviderKey == providerKey));
}
