using System.Security.Cryptography;
using System.Text;
using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Problems;
using Cardea.Codes;

namespace Cardea.Providers.SignIn;

/// <content>The address of somebody whose provider vouches for none: it is proved by a mailed code.</content>
internal sealed partial class ExternalSignIns
{
    /// <summary>Mails a code to the address that somebody gave, and remembers both with the token. Neither the answer nor its time tells whether there is a mail.</summary>
    public async Task<ExternalOutcome> AskForAddressAsync(StoredCode token, PendingSignIn pending, string? email, Caller caller, CancellationToken cancellationToken)
    {
        // An account that is to be proved has its address already.
        if (token.Owner is null
            && EmailAddress.Normalize(email) is { } address
            && (await quotas.MayMailAsync(address, owner: null, caller, cancellationToken)).MayMail
            && await codes.ConsumeAsync(token.Hash, CodePurpose.ExternalToken, cancellationToken) is not null)
        {
            var digits = TypedCode.Create().Reveal();
            var sealedCode = Convert.ToBase64String(masterKey.Seal(Context(token.Hash, address), Encoding.ASCII.GetBytes(digits)));

            // The token goes on to its own end, with the address that its code is of.
            await codes.IssueAsync(token with { Address = address, State = (pending with { SealedCode = sealedCode }).ToJson() }, mail: null, cancellationToken);
            var provider = providers.Find(pending.Identity.Provider)?.DisplayName ?? pending.Identity.Provider;
            await postbox.PostAsync(postbox.WriteExternalCode(address, provider, pending.Identity.Label, digits, OneTimeCode.LifetimeOf(CodePurpose.ExternalToken), caller));
        }

        return new ExternalOutcome.Asked();
    }

    /// <summary>Takes the digits of the mail. The address is proved then.</summary>
    public async Task<ExternalOutcome> TakeCodeAsync(
        StoredCode token, PendingSignIn pending, string typed, SignInRequest request, CancellationToken cancellationToken)
    {
        if (token.Owner is not null || token.Address is not { } address || pending.SealedCode is not { } sealedCode)
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        if (await codes.RefuseTypedAsync(address, cancellationToken) is { } until)
        {
            return new ExternalOutcome.Refused(ContractProblem.TooManyAttempts(new AttemptPause(until - clock.GetUtcNow())));
        }

        var digits = masterKey.Open(Context(token.Hash, address), Convert.FromBase64String(sealedCode));
        if (digits is null || !CryptographicOperations.FixedTimeEquals(digits, Encoding.UTF8.GetBytes(TypedText.Plain(typed))))
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        // Of two requests with the right digits at once, one goes on.
        if (await codes.ConsumeAsync(token.Hash, CodePurpose.ExternalToken, cancellationToken) is not { } used || used.Address != address)
        {
            return new ExternalOutcome.Refused(ContractProblem.InvalidCode);
        }

        await codes.ForgetTypedAsync(address, cancellationToken);
        return await GoOnAsync(pending.Identity, address, sessionEpoch: null, request, cancellationToken);
    }

    private static string Context(CodeHash token, string address) => $"external code:{token.Value}:{address}";
}
