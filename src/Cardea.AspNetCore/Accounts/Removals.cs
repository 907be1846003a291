using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Sweeping;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Deletes Cardea's own accounts, with everything that is personal.</summary>
internal sealed class Removals(
    IAccountStore accounts, RevocationFeed feed, StoreFeedReader reader, SecurityLog log, Postbox postbox, AccountChanges changes, TimeProvider clock)
{
    private const int Batch = 100;

    private static readonly Caller Schedule = Caller.Program("cardea");

    /// <summary>Deletes the account of the acting user. While a change of its address can be undone, it closes the account instead.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public async Task<AccountRemoval> RemoveOwnAsync(ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        var removal = await RemoveAsync(acting.User, acting.Actor, caller, acting.Id, detail: null, force: false, cancellationToken);
        if (removal is not AccountRemoval.Waits)
        {
            return removal;
        }

        var outcome = await changes.ApplyAsync(
            acting.User,
            caller,
            user => LifecycleTransitions.AskDeletion(user.Facts, clock.GetUtcNow(), acting.Id),
            terms: null,
            cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed => removal,
            AccountOutcome.ActorRefused => new AccountRemoval.ActorRefused(),
            AccountOutcome.Refused(AccountUpdate.LastAdministrator) => new AccountRemoval.LastAdministrator(),
            _ => new AccountRemoval.NotFound(),
        };
    }

    /// <summary>
    /// Deletes the accounts whose deletion waited until no change of their address could be undone. Of many nodes that look at once, one
    /// deletes an account.
    /// </summary>
    /// <param name="budget">How long it may take. At least one account is deleted, and what is left waits for the next time.</param>
    /// <param name="cancellationToken">Stops it between two accounts.</param>
    /// <returns>How many accounts it deleted, and how many of the last batch it left.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say. The accounts are deleted the next time.</exception>
    public async Task<SweptRule> RemoveDueAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var removed = 0;
        while (true)
        {
            var due = await accounts.FindDueAsync(Batch, cancellationToken);
            foreach (var (tried, user) in due.Index())
            {
                if (tried > 0 && clock.GetElapsedTime(started) >= budget)
                {
                    return new("accounts", removed, Partitions: 0, due.Count - tried, Overdue: TimeSpan.Zero);
                }

                var removal = await RemoveAsync(
                    user, Schedule, session: null, detail: null, (happened, mail) => accounts.RemoveDueAsync(user, happened, mail, cancellationToken), cancellationToken);
                removed += removal is AccountRemoval.Removed ? 1 : 0;
            }

            if (due.Count < Batch)
            {
                return new("accounts", removed, Partitions: 0, Backlog: 0, Overdue: TimeSpan.Zero);
            }
        }
    }

    /// <summary>Deletes an account for an operator.</summary>
    /// <param name="user">The user.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="force">True if the last enabled administrator may be deleted.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <inheritdoc cref="RemoveOwnAsync" path="/exception"/>
    public Task<AccountRemoval> RemoveAsync(UserId user, Caller caller, bool force, CancellationToken cancellationToken) =>
        RemoveAsync(
            user,
            caller.Administrator,
            caller.Hidden,
            session: null,
            caller.Operator,
            force,
            cancellationToken);

    /// <summary>Deletes an account whose address was never verified, for the person to whom its code was mailed.</summary>
    /// <inheritdoc cref="RemoveOwnAsync" path="/exception"/>
    public Task<AccountRemoval> DisownAsync(StoredCode code, Caller caller, CancellationToken cancellationToken) =>
        RemoveAsync(
            code.Owner!.Value,
            caller,
            session: null,
            "disowned",
            (happened, mail) => accounts.DisownAsync(code, happened, mail, cancellationToken),
            cancellationToken);

    private Task<AccountRemoval> RemoveAsync(
        UserId id, Actor? actor, Caller caller, SessionId? session, string? detail, bool force, CancellationToken cancellationToken) =>
        RemoveAsync(
            id, caller, session, detail, (happened, mail) => accounts.RemoveAsync(id, actor, happened, mail, force, cancellationToken), cancellationToken);

    // The event of a removal stays, so it has no device.
    private async Task<AccountRemoval> RemoveAsync(
        UserId id,
        Caller caller,
        SessionId? session,
        string? detail,
        Func<SecurityEvent, OutboxMail?, Task<AccountRemoval>> remove,
        CancellationToken cancellationToken)
    {
        var user = await accounts.FindAsync(id, cancellationToken);
        var happened = SecurityEvent.Of(SecurityEventKind.Deleted, id, session, device: null, clock.GetUtcNow(), detail);
        var removal = user is null
            ? new AccountRemoval.NotFound()
            : await feed.PublishAsync(
                remove(happened, await WriteAsync(user, caller, cancellationToken)),
                static removal => removal.Revoked);

        // Another node may have deleted the account a moment ago, and ended its sessions. Only the feed says which.
        await reader.CatchUpAsync(cancellationToken);
        if (removal is not AccountRemoval.Removed)
        {
            return removal;
        }

        log.Log(happened);
        postbox.Wake();
        await EraseAsync(id, cancellationToken);
        return removal;
    }

    private async Task<OutboxMail?> WriteAsync(CardeaUser user, Caller caller, CancellationToken cancellationToken)
    {
        var to = Addressee.Of(user) with { Recipient = null };
        return await postbox.MayTellAsync(MailKind.AccountDeleted, to, cancellationToken) ? postbox.WriteNotice(new(MailKind.AccountDeleted), to, caller) : null;
    }

    // The account is gone by now. If the store fails or the caller stops waiting, the next sweep erases the rest.
    private async Task EraseAsync(UserId id, CancellationToken cancellationToken)
    {
        try
        {
            await accounts.EraseAsync(id, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
        }
    }
}
