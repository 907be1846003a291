using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Factors;
using Cardea.Sessions;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Factors;

/// <summary>Changes what a user signs in with: the other sessions are ended, and the owner is told.</summary>
internal sealed class FactorChanges(AccountChanges changes, SecurityLog log, Postbox postbox)
{
    /// <summary>Changes the factors of the user who is signed in.</summary>
    /// <param name="principal">The user.</param>
    /// <param name="kind">What changes.</param>
    /// <param name="change">Changes them; <see langword="null"/> declines.</param>
    /// <param name="context">The request.</param>
    /// <returns>The outcome; <see langword="null"/> when it was declined.</returns>
    public async Task<AccountUpdate?> ApplyAsync(
        ClaimsPrincipal principal, SecurityEventKind kind, Func<AccountChange, AccountChange?> change, HttpContext context)
    {
        var (id, here) = (principal.GetUserId(), principal.GetSessionId());
        var happened = log.Of(kind, id, here, context);
        var update = await changes.ApplyAsync(
            id,
            asked =>
            {
                if (asked.User.DisabledAt is not null || change(asked) is not { } changed)
                {
                    return null;
                }

                // The last factor takes the codes along that stand in for it.
                var user = changed.User;
                if (user.AuthenticatorStep is null && (changed.Passkeys ?? user.Passkeys).Count == 0)
                {
                    user.RecoveryCodes = [];
                }

                user.SecurityStamp = CardeaUser.NewStamp();
                return changed with
                {
                    Ends = new(EndReason.FactorsChanged, here),
                    Event = happened,
                    Mail = postbox.WriteNotice(MailKind.FactorsChanged, id, user.Email, context.DescribeClient(name: null), context, ChangeOf(kind).Name),
                };
            },
            context.RequestAborted);
        if (update is AccountUpdate.Updated)
        {
            log.Saw(happened);
            postbox.Wake();
        }

        return update;
    }

    private static FactorChange ChangeOf(SecurityEventKind kind) => kind switch
    {
        SecurityEventKind.AuthenticatorAdded => FactorChange.AuthenticatorAdded,
        SecurityEventKind.AuthenticatorRemoved => FactorChange.AuthenticatorRemoved,
        SecurityEventKind.PasskeyAdded => FactorChange.PasskeyAdded,
        SecurityEventKind.PasskeyRemoved => FactorChange.PasskeyRemoved,
        _ => FactorChange.RecoveryCodesReplaced,
    };

    /// <summary>Gives a user who has no recovery codes a set of them.</summary>
    /// <returns>The codes, to be shown once; none when the user has some.</returns>
    public static IReadOnlyList<string> AddRecoveryCodes(CardeaUser user) => user.RecoveryCodes.Count > 0 ? [] : ReplaceRecoveryCodes(user);

    /// <summary>Gives a user a new set of recovery codes, in the place of what they have.</summary>
    /// <returns>The codes, to be shown once.</returns>
    public static IReadOnlyList<string> ReplaceRecoveryCodes(CardeaUser user)
    {
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(static _ => RecoveryCode.Create()).ToArray();
        user.RecoveryCodes = [.. codes.Select(static code => code.Hash)];
        return [.. codes.Select(static code => code.Reveal())];
    }
}
