using System.Text.Json;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.Codes;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Asks for the second factor, and checks it. Until then there is no session.</summary>
internal sealed class SecondFactorStep(IAccounts accounts, ICodeStore codes, TimeProvider clock)
{
    /// <summary>Asks a user who has shown one factor for another.</summary>
    /// <param name="account">The user, as of when they were checked.</param>
    /// <param name="amr">How they have proved who they are so far.</param>
    /// <param name="device">What they call the device.</param>
    /// <param name="renews">The session that goes on when they have; <see langword="null"/> when one begins.</param>
    /// <param name="context">The request.</param>
    public async Task<MfaRequired> AskAsync(Account account, IReadOnlyList<string> amr, string? device, SessionId? renews, HttpContext context)
    {
        var token = OneTimeCode.Create();
        var (options, state) = await AskForPasskeyAsync(account, context);
        var shown = new FirstFactor(account.SecurityStamp, account.SessionEpoch, amr, device, renews?.ToString(), state);
        await codes.IssueAsync(
            new(token.Hash, CodePurpose.SecondFactor, account.Id, Address: null, shown.ToJson(), clock.GetUtcNow() + OneTimeCode.LifetimeOf(CodePurpose.SecondFactor)),
            mail: null,
            context.RequestAborted);
        return new() { MfaToken = token.Reveal(), Methods = account.SecondFactors, Passkey = options };
    }

    /// <summary>Checks a second factor.</summary>
    /// <returns>How the user has proved who they are with it; <see langword="null"/> when it is refused.</returns>
    public async Task<IReadOnlyList<string>?> CheckAsync(UserId id, FirstFactor shown, MfaRequest request, HttpContext context)
    {
        if (request.Credential is { ValueKind: JsonValueKind.Object } credential)
        {
            return shown.Passkey is { } state
                && await context.RequestServices.GetRequiredService<Passkeys>().UseAsync(credential, state, context) is { } proof
                && proof.UserId == id
                ? proof.Amr
                : null;
        }

        return request.Code is { Length: > 0 } code ? await accounts.VerifySecondFactorAsync(id, code, context.RequestAborted) : null;
    }

    private static async Task<(JsonElement? Options, string? State)> AskForPasskeyAsync(Account account, HttpContext context)
    {
        if (!account.SecondFactors.Contains(SecondFactor.Passkey)
            || await context.RequestServices.GetRequiredService<IAccountStore>().FindAsync(account.Id, context.RequestAborted) is not { } user)
        {
            return (null, null);
        }

        return await context.RequestServices.GetRequiredService<Passkeys>().AskForKnownAsync(user, context);
    }
}
