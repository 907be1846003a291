using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;
using Cardea.Codes;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>The codes of an app's users, as ASP.NET Core Identity checks them.</summary>
internal sealed class AppSecondFactorCodes<TUser>(UserManager<TUser> users) : ISecondFactorCodes
    where TUser : class
{
    // The app's own table is not in Cardea's transaction.
    public async Task<BegunSignIn?> UseAsync(UserId user, string code, StoredCode begun, Caller caller, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(user.Value) is { } found
        // Identity reads a sign and white space as part of a number. Such a text would not count as a guess at the app.
        && ((AuthenticatorApp.IsCode(code) && await users.VerifyTwoFactorTokenAsync(found, users.Options.Tokens.AuthenticatorTokenProvider, code))
            || (await users.RedeemTwoFactorRecoveryCodeAsync(found, code)).Succeeded)
            ? BegunSignIn.Waits
            : null;
}
