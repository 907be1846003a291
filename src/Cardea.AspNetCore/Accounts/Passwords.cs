using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Hashing;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.PasswordStrength;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Sets passwords of Cardea's own users.</summary>
internal sealed class Passwords(
    PasswordPolicy policy, IPasswordHasher<CardeaUser> hasher, HashingQueue hashing, AccountChanges changes, SecurityLog log, Postbox postbox)
{
    /// <summary>What is wrong with a password, for people; nothing when it is good.</summary>
    public string[] ReasonsAgainst(string? password, string email) => policy.Reasons(password, email);

    /// <summary>Hashes a password, when its turn comes.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        hashing.RunAsync(() => hasher.HashPassword(new(), password), cancellationToken);

    /// <summary>Changes the password of an account, and ends all of its sessions but one.</summary>
    /// <param name="account">The account, as of when the password of before was checked.</param>
    /// <param name="password">The new one.</param>
    /// <param name="here">The session that goes on.</param>
    /// <param name="context">The request.</param>
    /// <returns>Whether it is changed; not when another change came first.</returns>
    public async Task<bool> ChangeAsync(Account account, string password, SessionId here, HttpContext context)
    {
        var hash = await HashAsync(password, context.RequestAborted);
        var happened = log.Of(SecurityEventKind.PasswordChanged, account.Id, here, context);
        var mail = postbox.WriteNotice(MailKind.PasswordChanged, account.Id, account.Email, context.DescribeClient(name: null), context);
        var update = await changes.ApplyAsync(
            account.Id,
            asked =>
            {
                if (asked.User.SecurityStamp != account.SecurityStamp)
                {
                    return null;
                }

                asked.User.PasswordHash = hash;
                asked.User.SecurityStamp = CardeaUser.NewStamp();
                return asked with { Ends = new(EndReason.PasswordChanged, here), Event = happened, Mail = mail };
            },
            context.RequestAborted);
        if (update is not AccountUpdate.Updated)
        {
            return false;
        }

        log.Saw(happened);
        postbox.Wake();
        return true;
    }
}
