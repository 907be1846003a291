using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>The codes of Cardea's own users.</summary>
internal sealed class OwnSecondFactorCodes(AccountChanges changes, AuthenticatorApp app) : ISecondFactorCodes
{
    /// <summary>Longer than any code in any spelling. A longer text is not looked at.</summary>
    private const int MostCharacters = 64;

    public async Task<bool> UseAsync(UserId user, string code, Caller caller, CancellationToken cancellationToken) =>
        code.Length <= MostCharacters
        && await changes.ApplyAsync(user, caller, known => Use(known, code), terms: null, cancellationToken) is AccountOutcome.Changed;

    private AccountChange? Use(CardeaUser user, string code) =>
        AuthenticatorTransitions.Use(user.Facts, app.FindStep(user, code)) ?? RecoveryCodeTransitions.Use(user.Facts, RecoveryCode.HashOf(code));
}
