using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Adds an authenticator app to the account of one of Cardea's own users.</summary>
internal sealed class OwnAuthenticatorEnrolment(AccountChanges changes, AuthenticatorApp app) : IAuthenticatorEnrolment
{
    public async Task<AuthenticatorResponse?> OfferAsync(Enrolling enrolling, CancellationToken cancellationToken)
    {
        var outcome = await changes.ApplyAsync(
            enrolling.Account.Id,
            user => enrolling.HoldsFor(user) ? AuthenticatorTransitions.Offer(user.Facts, app.MakeKey(user), acting: null) : null,
            cancellationToken);
        return outcome is AccountOutcome.Changed(var user, _) ? app.Describe(user) : null;
    }

    public async Task<AuthenticatorAddition> AddAsync(
        Enrolling enrolling, string code, bool endsOthers, Caller caller, CancellationToken cancellationToken)
    {
        var codes = new NewRecoveryCodes();
        AuthenticatorAddition refusal = new AuthenticatorAddition.Overtaken();
        var outcome = await changes.ApplyAsync(
            enrolling.Account.Id,
            caller,
            user =>
            {
                refusal = !enrolling.HoldsFor(user) ? new AuthenticatorAddition.Overtaken()
                    : user.Facts.HasAuthenticatorKey ? new AuthenticatorAddition.WrongCode()
                    : new AuthenticatorAddition.NoKey();
                return refusal is AuthenticatorAddition.WrongCode
                    ? AuthenticatorTransitions.Add(user.Facts, app.FindStep(user, code), codes.Hashes, acting: null, endsOthers)
                    : null;
            },
            new() { Code = enrolling.Code },
            cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed(var user, _) => new AuthenticatorAddition.Added(
                enrolling.Account.WithFactors(user, endsOthers), codes.RevealIfStored(user.RecoveryCodes)),
            AccountOutcome.Declined => refusal,
            _ => new AuthenticatorAddition.Overtaken(),
        };
    }
}
