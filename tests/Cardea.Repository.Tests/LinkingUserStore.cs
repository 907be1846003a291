using Microsoft.AspNetCore.Identity;

namespace Cardea.Repository.Tests;

/// <summary>A user store of an app that also keeps the users' accounts at providers.</summary>
internal sealed class LinkingUserStore : AppUserStore, IUserLoginStore<AppUser>
{
    public Task AddLoginAsync(AppUser user, UserLoginInfo login, CancellationToken cancellationToken)
    {
        user.Logins.Add(login);
        return Task.CompletedTask;
    }

    public Task RemoveLoginAsync(AppUser user, string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        Done(user.Logins.RemoveAll(login => login.LoginProvider == loginProvider && login.ProviderKey == providerKey));

    public Task<IList<UserLoginInfo>> GetLoginsAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<IList<UserLoginInfo>>([.. user.Logins]);

    public Task<AppUser?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        Find(user => user.Logins.Any(login => login.LoginProvider == loginProvider && login.ProviderKey == providerKey));
}
