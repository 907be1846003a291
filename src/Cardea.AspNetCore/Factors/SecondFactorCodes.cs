using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.Audit;
using Cardea.Factors;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>Codes that are typed: of the authenticator app, and recovery codes. Each is good once, on however many nodes it is typed.</summary>
internal sealed class SecondFactorCodes(AccountChanges changes, AuthenticatorApp app, SecurityLog log, TimeProvider clock)
{
    /// <summary>Longer than any code in any spelling; looked at first.</summary>
    private const int MostCharacters = 64;

    /// <summary>Uses a code up.</summary>
    /// <returns>How the user has proved who they are; <see langword="null"/> when the code is not good.</returns>
    public async Task<IReadOnlyList<string>?> UseAsync(UserId id, string code, CancellationToken cancellationToken)
    {
        if (code.Length > MostCharacters)
        {
            return null;
        }

        SecurityEvent? used = null;
        var update = await changes.ApplyAsync(id, asked => Use(asked, code, out used), cancellationToken);
        if (update is not AccountUpdate.Updated)
        {
            return null;
        }

        if (used is not null)
        {
            log.Saw(used);
        }

        return SecondFactor.ByCode;
    }

    // Two who type the same code at once: the one who comes second finds it used.
    private AccountChange? Use(AccountChange asked, string code, out SecurityEvent? used)
    {
        var user = asked.User;
        used = null;
        if (user is not { DisabledAt: null, HasSecondFactor: true })
        {
            return null;
        }

        if (user.AuthenticatorStep is not null && app.FindStep(user, code) is { } step)
        {
            user.AuthenticatorStep = step;
            return asked;
        }

        var hash = RecoveryCode.HashOf(code);
        if (!user.RecoveryCodes.Contains(hash))
        {
            return null;
        }

        user.RecoveryCodes = [.. user.RecoveryCodes.Where(other => other != hash)];
        used = SecurityEvent.Of(SecurityEventKind.RecoveryCodeUsed, new UserId(user.Id), session: null, device: null, clock.GetUtcNow(), $"{user.RecoveryCodes.Count} left");
        return asked with { Event = used };
    }
}
