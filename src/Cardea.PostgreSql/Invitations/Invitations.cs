using Cardea.Codes;
using Cardea.Invitations;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.invitations</c>.</summary>
internal static class Invitations
{
    /// <summary>Stores an invitation in place of an earlier one for the address. Returns no row if an account has the address.</summary>
    public static NpgsqlBatchCommand Add(Invitation invitation, CodeHash code) => new NpgsqlBatchCommand(
        """
        INSERT INTO cardea.invitations (id, email, code, expires_at)
        SELECT @id, @email, @code, @expires_at WHERE NOT EXISTS (SELECT FROM cardea.users WHERE email = @email)
        ON CONFLICT (email) DO UPDATE SET id = EXCLUDED.id, code = EXCLUDED.code, expires_at = EXCLUDED.expires_at
        RETURNING id
        """)
        .With("@id", invitation.Id)
        .With("@email", invitation.Email)
        .With("@code", code.Value)
        .With("@expires_at", invitation.ExpiresAt);

    public static NpgsqlBatchCommand Remove(Guid id, TimeProvider clock) => new NpgsqlBatchCommand(
        $"DELETE FROM cardea.invitations WHERE id = @id AND expires_at > {Moment.Now} RETURNING id")
        .With("@id", id)
        .WithNow(clock);

    /// <summary>Uses up the invitation of an address. Returns no row if there is none.</summary>
    /// <param name="email">The address, normalised.</param>
    /// <param name="code">The hash of the mailed code; null if the address is proved in another way.</param>
    /// <param name="clock">The clock.</param>
    public static NpgsqlBatchCommand Consume(string email, CodeHash? code, TimeProvider clock) => new NpgsqlBatchCommand(
        $"DELETE FROM cardea.invitations WHERE email = @email AND (@code IS NULL OR code = @code) AND expires_at > {Moment.Now} RETURNING id")
        .With("@email", email)
        .With("@code", code?.Value)
        .WithNow(clock);

    public static NpgsqlBatchCommand Find(string email, CodeHash code, TimeProvider clock) => new NpgsqlBatchCommand(
        $"SELECT FROM cardea.invitations WHERE email = @email AND code = @code AND expires_at > {Moment.Now}")
        .With("@email", email)
        .With("@code", code.Value)
        .WithNow(clock);

    public static NpgsqlBatchCommand Read(Guid? after, int most, TimeProvider clock) => new NpgsqlBatchCommand(
        $"SELECT id, email, expires_at FROM cardea.invitations WHERE id > @after AND expires_at > {Moment.Now} ORDER BY id LIMIT @most")
        .With("@after", after ?? Guid.Empty)
        .With("@most", most)
        .WithNow(clock);
}
