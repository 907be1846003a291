using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Hashing;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.PasswordStrength;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Sets passwords of Cardea's own users.</summary>
internal sealed class Passwords(
    PasswordPolicy policy,
    IPasswordHasher<CardeaUser> hasher,
    HashingQueue hashing,
    AccountChanges changes,
    RotationReports reports,
    TokenIssuer tokens,
    SecurityLog log,
    Postbox postbox)
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
    /// <param name="proof">The session that goes on. Its refresh token is rotated in the same step, if it came along.</param>
    /// <param name="context">The request.</param>
    public async Task<Results<Ok<TokenResponse>, Problem>> ChangeAsync(Account account, string password, SessionProof proof, HttpContext context)
    {
        var hash = await HashAsync(password, context.RequestAborted);
        var happened = log.Of(SecurityEventKind.PasswordChanged, account.Id, proof.SessionId, context);
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
                return asked with
                {
                    Proof = proof,
                    Report = reports.For(context),
                    Ends = new(EndReason.PasswordChanged, proof.SessionId),
                    Event = happened,
                    Mail = mail,
                };
            },
            context.RequestAborted);
        switch (update)
        {
            case AccountUpdate.Updated { Session: { } session }:
                log.Saw(happened);
                reports.Saw(session, context);
                postbox.Wake();
                return TypedResults.Ok(TokenResponse.Of(tokens.Issue(session.Grant)));
            case AccountUpdate.SessionRefused { Outcome: var outcome }:
                reports.Saw(outcome, context);
                return ProvedSession.Refusal(outcome, proof);
            default:
                return ContractProblem.InvalidCredentials;
        }
    }
}
