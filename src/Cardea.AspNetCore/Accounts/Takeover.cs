using Cardea.Accounts;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// Whoever first shows that the address of an account is theirs need not be who registered it: somebody may have done so
/// to wait for them. So nothing of before signs in any more.
/// </summary>
internal static class Takeover
{
    public static AccountChange TakeOver(this AccountChange asked)
    {
        asked.User.EmailVerified = true;
        asked.User.AuthenticatorKey = null;
        asked.User.AuthenticatorStep = null;
        asked.User.RecoveryCodes = [];
        return asked with { Passkeys = [] };
    }
}
