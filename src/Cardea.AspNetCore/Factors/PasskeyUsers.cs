using Cardea.Accounts;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Factors;

/// <summary>Cardea's own users, as ASP.NET Core Identity's passkey handler reads them. It changes nothing: <see cref="Passkeys"/> does.</summary>
internal sealed class PasskeyUsers(IAccountStore accounts) : IUserPasskeyStore<CardeaUser>
{
    public Task<CardeaUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        accounts.FindAsync(new UserId(userId), cancellationToken);

    public Task<CardeaUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        accounts.FindByEmailAsync(normalizedUserName, cancellationToken);

    public Task<CardeaUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        accounts.FindByPasskeyAsync(credentialId, cancellationToken);

    public Task<string> GetUserIdAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(CardeaUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(CardeaUser user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(CardeaUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(static passkey => passkey.ToUserPasskey())]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(CardeaUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.FirstOrDefault(passkey => passkey.Is(credentialId))?.ToUserPasskey());

    public void Dispose()
    {
    }

    public Task<IdentityResult> CreateAsync(CardeaUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(CardeaUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(CardeaUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(CardeaUser user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(CardeaUser user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task AddOrUpdatePasskeyAsync(CardeaUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(CardeaUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("Cardea's own users are changed by transitions, not by UserManager.");
}
