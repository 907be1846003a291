using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Enrolment;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Sessions;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>
/// Adds an authenticator app to the account of an app's user, as ASP.NET Core Identity keeps it. The app's store can't take part in a
/// transaction of Cardea. So the code of the sign-in is used up first, and of many requests one goes on.
/// </summary>
internal sealed class AppAuthenticatorEnrolment<TUser>(
    UserManager<TUser> users, ICodeStore codes, SignedInSessions sessions, AuthenticatorApp app, SecurityLog log, Postbox postbox) : IAuthenticatorEnrolment
    where TUser : class
{
    public async Task<AuthenticatorResponse?> OfferAsync(Enrolling enrolling, CancellationToken cancellationToken)
    {
        if (await FindAsync(enrolling) is not { } user || !(await users.ResetAuthenticatorKeyAsync(user)).Succeeded)
        {
            return null;
        }

        return await users.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key ? app.Describe(key, enrolling.Account.Email) : null;
    }

    public async Task<AuthenticatorAddition> AddAsync(
        Enrolling enrolling, string code, bool endsOthers, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(enrolling) is not { } user)
        {
            return new AuthenticatorAddition.Overtaken();
        }

        if (await users.GetAuthenticatorKeyAsync(user) is null or "")
        {
            return new AuthenticatorAddition.NoKey();
        }

        if (!AuthenticatorApp.IsCode(code)
            || !await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, TypedText.Plain(code)))
        {
            return new AuthenticatorAddition.WrongCode();
        }

        if (await codes.ConsumeAsync(enrolling.Code.Hash, CodePurpose.Enrolment, cancellationToken) is null
            || !(await users.SetTwoFactorEnabledAsync(user, enabled: true)).Succeeded)
        {
            return new AuthenticatorAddition.Overtaken();
        }

        var recoveryCodes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCode.Count) ?? [];
        if (endsOthers)
        {
            await sessions.EndAllAsync(enrolling.Account.Id, except: null, EndReason.FactorsChanged, cancellationToken);
        }

        await log.StoreAsync(SecurityEventKind.AuthenticatorAdded, enrolling.Account.Id, session: null, caller);
        await postbox.TellAsync(new(MailKind.FactorsChanged, FactorChange.AuthenticatorAdded), enrolling.Account.Addressee, caller);
        var raised = endsOthers ? 1 : 0;
        var epochs = enrolling.Account.Epochs;
        return new AuthenticatorAddition.Added(
            enrolling.Account with
            {
                Epochs = new(epochs.Session + raised, epochs.Device + raised),
                SecondFactors = [SecondFactor.AuthenticatorApp, SecondFactor.RecoveryCode],
            },
            [.. recoveryCodes]);
    }

    // Another sign-in may have added the app a moment ago.
    private async Task<TUser?> FindAsync(Enrolling enrolling) =>
        await users.FindByIdAsync(enrolling.Account.Id.Value) is { } user && !await users.GetTwoFactorEnabledAsync(user) ? user : null;
}
