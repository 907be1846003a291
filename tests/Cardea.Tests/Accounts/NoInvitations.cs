using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Invitations;
using Cardea.Mail;

namespace Cardea.Tests.Accounts;

/// <summary>Nobody is invited.</summary>
internal sealed class NoInvitations : IInvitationStore
{
    public Task<InvitationChange> AddAsync(
        Invitation invitation, CodeHash code, OutboxMail mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        Task.FromResult(InvitationChange.None);

    public Task<InvitationChange> RemoveAsync(Guid id, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        Task.FromResult(InvitationChange.None);

    public Task<IReadOnlyList<Invitation>> ReadAsync(Guid? after, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Invitation>>([]);

    public Task<bool> IsValidAsync(string email, CodeHash code, CancellationToken cancellationToken) => Task.FromResult(false);
}
