using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Invitations;
using Cardea.Mail;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Invitations in PostgreSQL.</summary>
internal sealed class PostgreSqlInvitationStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IInvitationStore
{
    public Task<InvitationChange> AddAsync(
        Invitation invitation, CodeHash code, OutboxMail mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        ChangeAsync(() => Invitations.Add(invitation, code), mail, by, actor, cancellationToken);

    public Task<InvitationChange> RemoveAsync(Guid id, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        ChangeAsync(() => Invitations.Remove(id, clock), mail: null, by, actor, cancellationToken);

    public Task<IReadOnlyList<Invitation>> ReadAsync(Guid? after, int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Accounts,
            () => Invitations.Read(after, most, clock),
            static row => new Invitation(row.GetGuid(0), row.GetString(1), row.GetTime(2)),
            cancellationToken);

    public async Task<bool> IsValidAsync(string email, CodeHash code, CancellationToken cancellationToken) =>
        await database.RunAsync(database.Accounts, () => Invitations.Find(email, code, clock), cancellationToken) > 0;

    private Task<InvitationChange> ChangeAsync(
        Func<NpgsqlBatchCommand> change, OutboxMail? mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                if (actor is not null && !await transaction.IsEntitledAsync(actor, actor.User, clock, options))
                {
                    return InvitationChange.ActorRefused;
                }

                if (await transaction.RunAsync(change()) == 0)
                {
                    return InvitationChange.None;
                }

                await transaction.TellAsync(by, mail, clock);
                return InvitationChange.Made;
            },
            cancellationToken);
}
