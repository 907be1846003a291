using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The password of an account, to be compared. A class, so that printing it shows no hash.</summary>
/// <param name="owner">The user.</param>
/// <param name="hash">The hash; null if the account has no password.</param>
/// <param name="deviceEpoch">The user's device epoch.</param>
/// <param name="describe">Describes the account once its password was right; null if the account is disabled.</param>
internal sealed class Credential(UserId owner, string? hash, long deviceEpoch, Func<Task<Account?>> describe)
{
    /// <summary>The user.</summary>
    public UserId Owner => owner;

    /// <summary>The hash; null if the account has no password.</summary>
    public string? Hash => hash;

    /// <summary>The user's device epoch: see <see cref="UserEpochs"/>.</summary>
    public long DeviceEpoch => deviceEpoch;

    /// <summary>The account, as it was when the credential was read; null if it is disabled.</summary>
    public Task<Account?> DescribeAsync() => describe();
}
