using System.Globalization;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Administration;

/// <summary>What operators do to accounts of Cardea's own; it reaches the access tokens that are out there in the same step.</summary>
public sealed class AccountAdministration
{
    // What an operator's device is called is not for the owner.
    private static readonly ClientDevice Nothing = new(Name: null, UserAgent: null, IpAddress: null);

    private readonly IAccountStore _accounts;
    private readonly AccountChanges _changes;
    private readonly RevocationFeed _feed;
    private readonly StoreFeedReader _reader;
    private readonly SecurityLog _log;
    private readonly Postbox _postbox;
    private readonly TimeProvider _clock;

    internal AccountAdministration(
        IAccountStore accounts, AccountChanges changes, RevocationFeed feed, StoreFeedReader reader, SecurityLog log, Postbox postbox, TimeProvider clock) =>
        (_accounts, _changes, _feed, _reader, _log, _postbox, _clock) = (accounts, changes, feed, reader, log, postbox, clock);

    /// <summary>Disables an account and ends its sessions.</summary>
    /// <param name="id">The account.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The user as stored; <see langword="null"/> when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has changed.</exception>
    public Task<CardeaUser?> LockAsync(UserId id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, user => user.DisabledAt ??= _clock.GetUtcNow(), SecurityEventKind.Locked, by, cancellationToken);

    /// <summary>Enables an account again. The sessions that were ended stay so.</summary>
    /// <inheritdoc cref="LockAsync" path="/param"/>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> UnlockAsync(UserId id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, static user => user.DisabledAt = null, SecurityEventKind.Unlocked, by, cancellationToken);

    /// <summary>Gives and takes roles, and recalls the access tokens that have the old ones.</summary>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public async Task<CardeaUser?> ChangeRolesAsync(
        UserId id, IReadOnlyCollection<string> given, IReadOnlyCollection<string> taken, string by, CancellationToken cancellationToken)
    {
        if (given.Count + taken.Count == 0)
        {
            // Another node may have changed them a moment ago, and recalled what is out.
            var user = await _accounts.FindAsync(id, cancellationToken);
            await _reader.CatchUpAsync(cancellationToken);
            return user;
        }

        return await ChangeAsync(
            id,
            user => user.Roles = [.. user.Roles.Except(taken).Union(given)],
            SecurityEventKind.RolesChanged,
            string.Join(' ', [by, .. given.Select(static role => $"+{role}"), .. taken.Select(static role => $"-{role}")]),
            cancellationToken);
    }

    /// <summary>Removes the second factors of a user who has lost them, and their recovery codes; ends their sessions, and tells them.</summary>
    /// <inheritdoc cref="LockAsync" path="/param"/>
    /// <inheritdoc cref="LockAsync" path="/returns"/>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public Task<CardeaUser?> RemoveFactorsAsync(UserId id, string by, CancellationToken cancellationToken) => ChangeAsync(
        id,
        asked =>
        {
            asked.User.AuthenticatorKey = null;
            asked.User.AuthenticatorStep = null;
            asked.User.RecoveryCodes = [];
            return asked with
            {
                Passkeys = [],
                Ends = new(EndReason.FactorsChanged, Except: null),
                Mail = _postbox.WriteNotice(
                    MailKind.FactorsChanged, id, asked.User.Email, Nothing, CultureInfo.InvariantCulture, FactorChange.AllRemoved.Name),
            };
        },
        SecurityEventKind.FactorsRemoved,
        by,
        cancellationToken);

    /// <summary>Deletes an account with all that is personal, and tells its owner.</summary>
    /// <inheritdoc cref="LockAsync" path="/param"/>
    /// <returns>Whether there was such an account.</returns>
    /// <inheritdoc cref="LockAsync" path="/exception"/>
    public async Task<bool> DeleteAsync(UserId id, string by, CancellationToken cancellationToken)
    {
        if (await _accounts.FindAsync(id, cancellationToken) is not { } user)
        {
            // Another node may have deleted them a moment ago, and ended their sessions.
            await _reader.CatchUpAsync(cancellationToken);
            return false;
        }

        return await DeleteAsync(
            SecurityEvent.Of(SecurityEventKind.Deleted, id, session: null, device: null, _clock.GetUtcNow(), by),
            _postbox.WriteNotice(MailKind.AccountDeleted, recipient: null, user.Email, Nothing, CultureInfo.InvariantCulture),
            cancellationToken);
    }

    /// <summary>Deletes the account that a removal is about.</summary>
    internal async Task<bool> DeleteAsync(SecurityEvent removal, OutboxMail mail, CancellationToken cancellationToken)
    {
        var ended = await _feed.PublishAsync(
            _accounts.RemoveAsync(removal.User!.Value, removal, mail, cancellationToken), static ended => ended ?? []);
        await _reader.CatchUpAsync(cancellationToken);
        if (ended is null)
        {
            return false;
        }

        _log.Saw(removal);
        _postbox.Wake();
        await _accounts.EraseOrLeaveAsync(removal.User!.Value, cancellationToken);
        return true;
    }

    private Task<CardeaUser?> ChangeAsync(UserId id, Action<CardeaUser> change, SecurityEventKind kind, string detail, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            asked =>
            {
                change(asked.User);
                return asked;
            },
            kind,
            detail,
            cancellationToken);

    private async Task<CardeaUser?> ChangeAsync(
        UserId id, Func<AccountChange, AccountChange> change, SecurityEventKind kind, string detail, CancellationToken cancellationToken)
    {
        var happened = SecurityEvent.Of(kind, id, session: null, device: null, _clock.GetUtcNow(), detail);
        CardeaUser? changed = null;
        var update = await _changes.ApplyAsync(
            id,
            asked =>
            {
                changed = asked.User;

                // A sign-in that has seen the user as before does not end in a session, which nothing of this would reach.
                changed.SecurityStamp = CardeaUser.NewStamp();
                return change(asked) with { Event = happened };
            },
            cancellationToken);

        // What another node did to this user a moment ago is in no row at hand: this answer waits until the feed has told it.
        await _reader.CatchUpAsync(cancellationToken);
        if (update is not AccountUpdate.Updated)
        {
            return null;
        }

        _log.Saw(happened);
        _postbox.Wake();
        return changed;
    }
}
