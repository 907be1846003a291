using Cardea.Accounts;
using Cardea.Tokens;

namespace Cardea.Server.Commands;

/// <summary>Finds the user that an operator names.</summary>
internal static class UserLookup
{
    /// <exception cref="SetupException">There is no such user.</exception>
    public static async Task<UserId> FindAsync(IServiceProvider services, string email, CancellationToken cancellationToken) =>
        EmailAddress.Normalize(email) is { } address
        && await services.GetRequiredService<IAccountStore>().FindByEmailAsync(address, cancellationToken) is { } user
            ? new(user.Id)
            : throw NotFound(email);

    public static SetupException NotFound(string email) => new($"There is no user with the e-mail address '{email}'.");
}
