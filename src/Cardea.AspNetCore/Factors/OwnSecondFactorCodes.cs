using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>The codes of Cardea's own users.</summary>
internal sealed class OwnSecondFactorCodes(AccountChanges changes, AuthenticatorApp app) : ISecondFactorCodes
{
    /// <summary>Longer than any code in any spelling. A longer text is not looked at.</summary>
    private const int MostCharacters = 64;

    public async Task<BegunSignIn?> UseAsync(UserId user, string code, StoredCode begun, Caller caller, CancellationToken cancellationToken) =>
        code.Length > MostCharacters
            ? null
            : await changes.ApplyAsync(user, caller, known => Use(known, code), new() { Code = begun }, cancellationToken) switch
            {
                AccountOutcome.Changed => BegunSignIn.UsedUp,
                AccountOutcome.Refused(AccountUpdate.CodeSpent) => BegunSignIn.Overtaken,
                _ => null,
            };

    private AccountChange? Use(CardeaUser user, string code) =>
        AuthenticatorTransitions.Use(user.Facts, app.FindStep(user, code)) ?? RecoveryCodeTransitions.Use(user.Facts, RecoveryCode.HashOf(code));
}
