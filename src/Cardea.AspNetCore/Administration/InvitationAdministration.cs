using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Invitations;
using Cardea.Revocation;

namespace Cardea.AspNetCore.Administration;

/// <summary>Invites people to register, and takes invitations back. Each change leaves an event, in its own transaction.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
internal sealed class InvitationAdministration(
    IInvitationStore store, Postbox postbox, SecurityLog log, StoreFeedReader reader, CardeaOptions options, TimeProvider clock)
{
    /// <summary>Invites the person who reads the mail of an address. An earlier invitation of the address is void then.</summary>
    /// <param name="email">The address, as it was typed.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<InvitationOutcome> InviteAsync(string? email, Caller caller, CancellationToken cancellationToken)
    {
        // Nobody could use the invitation.
        if (options.Registration == RegistrationMode.Closed)
        {
            return new InvitationOutcome.Closed();
        }

        if (EmailAddress.Normalize(email) is not { } address)
        {
            return new InvitationOutcome.Invalid();
        }

        var (invitation, code) = Invitation.Create(address, clock.GetUtcNow());
        var happened = Event(SecurityEventKind.Invited, invitation.Id, caller);
        var mail = postbox.WriteInvitation(invitation, code.Reveal(), caller);
        var change = await store.AddAsync(invitation, code.Hash, mail, happened, caller.Administrator, cancellationToken);
        return await TellAsync(change, happened, cancellationToken) switch
        {
            InvitationChange.Made => new InvitationOutcome.Invited(invitation),
            InvitationChange.ActorRefused => new InvitationOutcome.ActorRefused(),
            _ => new InvitationOutcome.EmailTaken(),
        };
    }

    /// <summary>Takes an invitation back: its link is void.</summary>
    /// <param name="id">The invitation.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<InvitationChange> RemoveAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var happened = Event(SecurityEventKind.InvitationRemoved, id, caller);
        return await TellAsync(await store.RemoveAsync(id, happened, caller.Administrator, cancellationToken), happened, cancellationToken);
    }

    // The log gets the detail too, so the detail has no address.
    private SecurityEvent Event(SecurityEventKind kind, Guid invitation, Caller caller) =>
        log.Create(kind, user: null, session: null, caller.Hidden, $"{caller.Operator} {invitation}");

    private async Task<InvitationChange> TellAsync(InvitationChange change, SecurityEvent happened, CancellationToken cancellationToken)
    {
        if (change == InvitationChange.Made)
        {
            log.Log(happened);
            postbox.Wake();
        }
        else if (change == InvitationChange.ActorRefused)
        {
            // The session may have ended on another node a moment ago: this node refuses its tokens from now on.
            await reader.CatchUpAsync(cancellationToken);
        }

        return change;
    }
}
