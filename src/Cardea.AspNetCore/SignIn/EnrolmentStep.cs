using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;
using Cardea.Codes;
using Cardea.Devices;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Asks a user who must have a second factor, and has none, to add one. Until then there is no session.</summary>
internal sealed class EnrolmentStep(ICodeStore codes, FactorMethods methods, DeviceTokens devices, CardeaOptions options, TimeProvider clock)
{
    /// <summary>True if the user must add a factor before a session begins.</summary>
    /// <param name="account">The account, as of when the first factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    public bool IsDue(Account account, IReadOnlyList<string> amr) =>
        account.SecondFactors.Count == 0 && !SecondFactor.WasShown(amr) && FactorTransitions.AreRequired(options.RequireSecondFactor, account.Roles);

    /// <summary>Asks for a factor.</summary>
    /// <param name="account">The account, as of when the first factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="isNew">True if the caller has just registered the account, so it is nobody else's.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<EnrolmentRequired> AskAsync(
        Account account, IReadOnlyList<string> amr, string? device, TokenAudience audience, bool isNew, Caller caller, CancellationToken cancellationToken)
    {
        // A thief who has the password must not add a factor before the owner does. The owner has a device, or the mail.
        var isOwner = isNew || SignInMethods.AreMailedCode(amr) || devices.Recognise(caller.DeviceTokens, account.Id, account.Epochs.Device) is not null;
        var token = OneTimeCode.Create();
        var shown = new FirstFactor(account.SecurityStamp, account.Epochs.Session, amr, device, Session: null, Passkey: null, audience) { Provider = account.Provider };
        var address = isOwner ? account.Email : null;
        await codes.IssueAsync(
            new(token.Hash, CodePurpose.Enrolment, account.Id, address, shown.ToJson(), clock.GetUtcNow() + OneTimeCode.LifetimeOf(CodePurpose.Enrolment)),
            mail: null,
            cancellationToken);
        return new() { EnrolToken = token.Reveal(), Methods = methods.ThatCanBeAdded, MailCodeRequired = !isOwner };
    }
}
