using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Invitations;
using Cardea.Mail;

namespace Cardea.Sqlite;

/// <summary>Invitations in SQLite.</summary>
internal sealed class SqliteInvitationStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IInvitationStore
{
    public Task<InvitationChange> AddAsync(
        Invitation invitation, CodeHash code, OutboxMail mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            connection => connection.Prepare(static command => command.CommandText =
                """
                INSERT INTO invitations (id, email, code, expires_at)
                SELECT @id, @email, @code, @expires_at WHERE NOT EXISTS (SELECT 1 FROM users WHERE email = @email)
                ON CONFLICT (email) DO UPDATE SET id = excluded.id, code = excluded.code, expires_at = excluded.expires_at
                """)
                .With("@id", invitation.Id.ToByteArray(bigEndian: true))
                .With("@email", invitation.Email)
                .With("@code", code.Value)
                .With("@expires_at", invitation.ExpiresAt)
                .Changes(),
            mail,
            by,
            actor,
            cancellationToken);

    public Task<InvitationChange> RemoveAsync(Guid id, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            connection => connection.Prepare(static command => command.CommandText = "DELETE FROM invitations WHERE id = @id AND expires_at > @now")
                .With("@id", id.ToByteArray(bigEndian: true))
                .With("@now", clock.GetUtcNow())
                .Changes(),
            mail: null,
            by,
            actor,
            cancellationToken);

    public Task<IReadOnlyList<Invitation>> ReadAsync(Guid? after, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                "SELECT id, email, expires_at FROM invitations WHERE id > @after AND expires_at > @now ORDER BY id LIMIT @most")
                .With("@after", (after ?? Guid.Empty).ToByteArray(bigEndian: true))
                .With("@now", clock.GetUtcNow())
                .With("@most", most)
                .Rows(static row => new Invitation(new(row.GetBytes(0), bigEndian: true), row.GetString(1), row.GetTime(2))),
            cancellationToken);

    public Task<bool> IsValidAsync(string email, CodeHash code, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Invitations.IsValid(connection, email, code, clock.GetUtcNow()), cancellationToken);

    private Task<InvitationChange> ChangeAsync(
        Func<PreparedConnection, bool> change, OutboxMail? mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (actor is not null && !Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options))
                {
                    return InvitationChange.ActorRefused;
                }

                if (!change(connection))
                {
                    return InvitationChange.None;
                }

                Events.Tell(connection, by, mail, clock.GetUtcNow());
                return InvitationChange.Made;
            },
            cancellationToken);
}
