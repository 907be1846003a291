using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Deletes Cardea's own accounts, with everything that is personal.</summary>
internal sealed class AccountRemoval(
    IAccountStore accounts, RevocationFeed feed, StoreFeedReader reader, SecurityLog log, Postbox postbox, TimeProvider clock)
{
    /// <summary>Deletes the account of the acting user.</summary>
    /// <returns>True if there was such an account.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public Task<bool> RemoveOwnAsync(ActingSession acting, Caller caller, CancellationToken cancellationToken) =>
        RemoveAsync(acting.User, caller, acting.Id, detail: null, cancellationToken);

    /// <summary>Deletes an account for an operator.</summary>
    /// <inheritdoc cref="RemoveOwnAsync" path="/returns"/>
    /// <inheritdoc cref="RemoveOwnAsync" path="/exception"/>
    public Task<bool> RemoveAsync(UserId user, Caller caller, CancellationToken cancellationToken) =>
        RemoveAsync(user, caller.Hidden, session: null, caller.Operator, cancellationToken);

    // The event of a removal stays, so it has no device.
    private async Task<bool> RemoveAsync(UserId id, Caller caller, SessionId? session, string? detail, CancellationToken cancellationToken)
    {
        var user = await accounts.FindAsync(id, cancellationToken);
        var happened = SecurityEvent.Of(SecurityEventKind.Deleted, id, session, device: null, clock.GetUtcNow(), detail);
        var ended = user is null
            ? null
            : await feed.PublishAsync(
                accounts.RemoveAsync(id, happened, postbox.WriteNotice(new(MailKind.AccountDeleted), recipient: null, user.Email, caller), cancellationToken),
                static ended => ended ?? []);

        // Another node may have deleted the account a moment ago, and ended its sessions. Only the feed says which.
        await reader.CatchUpAsync(cancellationToken);
        if (ended is null)
        {
            return false;
        }

        log.Log(happened);
        postbox.Wake();
        await EraseAsync(id, cancellationToken);
        return true;
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
