using System.Data.Common;
using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// Changes Cardea's own accounts. A change is one transaction with its event, its mail, and the end of its sessions. This node
/// publishes what was revoked before the caller gets an answer.
/// </summary>
internal sealed class AccountChanges(
    IAccountStore accounts,
    RevocationFeed feed,
    StoreFeedReader reader,
    SecurityLog log,
    Postbox postbox,
    IServiceScopeFactory scopes,
    TimeProvider clock)
{
    private static readonly Caller Unnamed = Caller.Program("cardea");

    /// <summary>A change that neither the audit nor the owner is told about.</summary>
    /// <inheritdoc cref="ApplyAsync(UserId, Caller, Func{CardeaUser, AccountChange?}, ChangeTerms?, CancellationToken)"/>
    public Task<AccountOutcome> ApplyAsync(UserId id, Func<CardeaUser, AccountChange?> transition, CancellationToken cancellationToken) =>
        ApplyAsync(id, Unnamed, transition, terms: null, cancellationToken);

    /// <summary>Applies a transition to a user. If another request changes the user at the same time, the transition is asked again.</summary>
    /// <param name="id">The user.</param>
    /// <param name="caller">Who makes the change.</param>
    /// <param name="transition">Receives the user as stored; returns the change, or null to make none.</param>
    /// <param name="terms">What else must hold.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public async Task<AccountOutcome> ApplyAsync(
        UserId id, Caller caller, Func<CardeaUser, AccountChange?> transition, ChangeTerms? terms, CancellationToken cancellationToken)
    {
        bool? mayTell = null;
        while (await accounts.FindAsync(id, cancellationToken) is { } user)
        {
            if (transition(user) is not { } change)
            {
                return new AccountOutcome.Declined();
            }

            // Counted once, however often the transition is asked. A change that is refused afterwards has used its part of the allowance.
            if (change.Notice is { } notice)
            {
                mayTell ??= await postbox.MayTellAsync(notice.Kind, Addressee.Of(user), cancellationToken);
            }

            var write = Write(user, change, mayTell is true, caller, terms);
            var update = await feed.PublishAsync(accounts.UpdateAsync(write, cancellationToken), static update => update.Revoked);
            Learn(write, update);
            if (change.Ends is not null || change.EndsOfLogins.Count > 0 || change.IsByOperator)
            {
                // Another node may have ended sessions of this user a moment ago. Only the feed says which.
                await reader.CatchUpAsync(cancellationToken);
            }

            switch (update)
            {
                case AccountUpdate.Updated updated:
                    Tell(write);
                    return new AccountOutcome.Changed(write.After, updated.Session);
                case AccountUpdate.SessionRefused refused:
                    return new AccountOutcome.SessionRefused(refused.Outcome);
                case AccountUpdate.ActorRefused:
                    // The session may have ended on another node a moment ago: this node refuses its tokens from now on.
                    await reader.CatchUpAsync(cancellationToken);
                    return new AccountOutcome.ActorRefused();
                case AccountUpdate.Stale:
                    continue;
                default:
                    return new AccountOutcome.Refused(update);
            }
        }

        return new AccountOutcome.Declined();
    }

    private AccountWrite Write(CardeaUser user, AccountChange change, bool mayTell, Caller caller, ChangeTerms? terms)
    {
        var seen = change.IsByOperator ? caller.Hidden : caller;
        var owner = new UserId(user.Id);
        var code = change.IsUndoable ? OneTimeCode.Create() : null;
        return new(user, user.Apply(change))
        {
            Code = terms?.Code,
            Voids = change.Voids,
            Resets = ResetOf(user, change),
            EndsTrust = change.EndsTrust,
            Ends = change.Ends,
            EndsOfLogins = change.EndsOfLogins,
            Proof = terms?.Proof,
            Actor = terms?.Proof is null ? ActorOf(owner, change, caller) : null,
            Undo = code is null
                ? null
                : new(code.Hash, CodePurpose.UndoEmail, owner, user.Email, AddressUndo.DescribeFactors(user.Facts), clock.GetUtcNow() + AddressUndo.Lifetime),
            Within = change.IsTakeOver ? (connection, transaction, stop) => TellAppAsync(owner, connection, transaction, stop) : null,
            Report = terms?.Report,
            MayTakeLastAdministrator = terms?.MayTakeLastAdministrator is true,
            Event = change.Event is { } kind ? Event(kind, owner, change, caller, seen) : null,
            Mail = mayTell && change.Notice is { } notice ? postbox.WriteNotice(notice, Addressee.Of(user), seen, code: code?.Reveal()) : null,
        };
    }

    // The hooks may need services of a request, such as a DbContext.
    private async Task TellAppAsync(UserId user, DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var hook in scope.ServiceProvider.GetServices<ITakeOver>())
        {
            try
            {
                await hook.OnTakenOverAsync(new(user.Value, connection, transaction), cancellationToken);
            }
            catch (Exception exception)
            {
                // Any failure: the app's rows are not deleted, so nothing is taken over.
                throw new TakeOverFailedException(
                    $"{hook.GetType()} threw, so the account was not taken over. Nothing has changed: correct the hook, and the person can send the same request again.",
                    exception);
            }
        }
    }

    // The change decides what the store demands of the acting session, so no caller has to remember it.
    private static Actor? ActorOf(UserId user, AccountChange change, Caller caller) => change switch
    {
        { IsByOperator: true } => caller.Administrator,
        { Acting: { } session } => new(user, session),
        _ => null,
    };

    // A new password, or a mailed code that the owner has used, opens the password to strangers again.
    private static GuessReset? ResetOf(CardeaUser user, AccountChange change) => change.Effects switch
    {
        var effects when effects.Any(static effect => effect is AccountEffect.SetPassword) => GuessReset.OfNewPassword(user.Email, new(user.Id)),
        var effects when effects.Any(static effect => effect is AccountEffect.VerifyEmail or AccountEffect.MoveTo) => GuessReset.OfMailedCode(user.Email),
        _ => null,
    };

    private SecurityEvent Event(SecurityEventKind kind, UserId user, AccountChange change, Caller caller, Caller seen)
    {
        var detail = change.IsByOperator ? $"{caller.Operator} {change.Detail}".TrimEnd() : change.Detail;
        return SecurityEvent.Of(kind, user, change.Acting, seen.Device, clock.GetUtcNow(), detail);
    }

    private void Learn(AccountWrite write, AccountUpdate update)
    {
        var outcome = update switch
        {
            AccountUpdate.Updated { Session: { } session } => session,
            AccountUpdate.SessionRefused refused => refused.Outcome,
            _ => null,
        };
        if (write.Proof is { } proof && outcome is not null)
        {
            feed.Learn(proof.SessionId, outcome);
        }
    }

    private void Tell(AccountWrite write)
    {
        if (write.Event is { } happened)
        {
            log.Log(happened);
        }

        if (write.Mail is not null)
        {
            postbox.Wake();
        }
    }
}
