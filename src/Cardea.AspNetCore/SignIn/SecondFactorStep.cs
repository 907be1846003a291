using System.Text.Json;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Mail;
using Cardea.Attempts;
using Cardea.Codes;
using Cardea.Devices;
using Cardea.Mail;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Asks for the second factor, and checks it. Until then there is no session.</summary>
internal sealed class SecondFactorStep(
    ISecondFactorCodes typed, ICodeStore codes, Guesses guesses, Quotas quotas, DeviceTokens devices, Postbox postbox, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Asks a user who has shown one factor for another.</summary>
    /// <param name="account">The account, as of when the first factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="renews">The session that goes on afterwards; null if one begins.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="transport">How the tokens of the session that goes on travel.</param>
    public async Task<MfaRequired> AskAsync(
        Account account,
        IReadOnlyList<string> amr,
        string? device,
        SessionId? renews,
        TokenAudience audience,
        CancellationToken cancellationToken,
        TokenTransport transport = TokenTransport.Body)
    {
        var token = OneTimeCode.Create();
        var (options, state) = await AskForPasskeyAsync(account, cancellationToken);
        var shown = new FirstFactor(account.SecurityStamp, account.Epochs.Session, amr, device, renews?.ToString(), state, audience)
        {
            Transport = transport,
            Provider = account.Provider,
        };
        await codes.IssueAsync(
            new(token.Hash, CodePurpose.SecondFactor, account.Id, Address: null, shown.ToJson(), clock.GetUtcNow() + OneTimeCode.LifetimeOf(CodePurpose.SecondFactor)),
            mail: null,
            cancellationToken);
        return new() { MfaToken = token.Reveal(), Methods = account.SecondFactors, Passkey = options };
    }

    /// <summary>Checks a second factor. A right one is how the user has proved who they are by it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="begun">The sign-in that it finishes.</param>
    /// <param name="request">The factor.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Guess<ShownFactor>> CheckAsync(
        Account account, StoredCode begun, MfaRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var shown = FirstFactor.Parse(begun.State!);

        // Nobody guesses a passkey or a recovery code, so these stay open when an authenticator app is guessed at.
        if (request.Credential is { ValueKind: JsonValueKind.Object } || !AuthenticatorApp.IsCode(request.Code))
        {
            return await guesses.TakeCodeAsync(caller, () => LookAsync(account.Id, begun, shown, request, caller, cancellationToken), cancellationToken);
        }

        var device = devices.Recognise(caller.DeviceTokens, account.Id, account.Epochs.Device) ?? (shown.Renews is { } session ? ActingSession.NameOf(session) : null);
        var isAfterPassword = SignInMethods.ArePassword(shown.Amr);
        var guess = await guesses.MakeAsync(
            new(AttemptKey.OfSecondFactor(account.Id), device, isAfterPassword),
            caller,
            () => LookAsync(account.Id, begun, shown, request, caller, cancellationToken),
            cancellationToken: cancellationToken);

        // A stranger has the password. The owner may have mistyped on a new device, so once a day is enough.
        if (guess is Guess<ShownFactor>.Wrong && isAfterPassword && device is null
            && await quotas.MayTellAsync("second factor", account.Id, cancellationToken))
        {
            await postbox.TellAsync(new(MailKind.SecondFactorFailed), account.Addressee, caller);
        }

        return guess;
    }

    private async Task<ShownFactor?> LookAsync(
        UserId user, StoredCode begun, FirstFactor shown, MfaRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Credential is { ValueKind: JsonValueKind.Object } credential)
        {
            return shown.Passkey is { } state
                && await services.GetRequiredService<Passkeys>().UseAsync(credential, state, cancellationToken) is { } proof
                && proof.UserId == user
                ? new(proof.Amr, BegunSignIn.Waits)
                : null;
        }

        return request.Code is { Length: > 0 } code && await typed.UseAsync(user, code, begun, caller, cancellationToken) is { } left
            ? new(SecondFactor.ByCode, left)
            : null;
    }

    // Only Cardea's own users have passkeys, so an app's users need no service for them.
    private async Task<(JsonElement? Options, string? State)> AskForPasskeyAsync(Account account, CancellationToken cancellationToken) =>
        account.SecondFactors.Contains(SecondFactor.Passkey)
        && await services.GetRequiredService<IAccountStore>().FindAsync(account.Id, cancellationToken) is { } user
            ? await services.GetRequiredService<Passkeys>().AskForKnownAsync(user)
            : (null, null);
}
