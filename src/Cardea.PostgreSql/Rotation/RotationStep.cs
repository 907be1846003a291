using Cardea.Clients;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Looks at one session in a transaction that holds its row. It writes the decision of <see cref="RotationRules"/>, and what the
/// caller reports about it.
/// </summary>
internal sealed class RotationStep(CardeaOptions options, TimeProvider clock)
{
    /// <summary>Presents a refresh token.</summary>
    public Task<RotationOutcome> PresentAsync(Transaction transaction, RefreshToken presented, RotationReporter report) =>
        RunAsync(transaction, presented.SessionId, (row, now) => RotationRules.Decide(presented, row, now, options), proof: null, report);

    /// <summary>Records that a user has reauthenticated, and presents their refresh token if there is one.</summary>
    public Task<RotationOutcome> ProveAsync(Transaction transaction, SessionProof proof, RotationReporter report) => RunAsync(
        transaction,
        proof.SessionId,
        (row, now) => RotationRules.Decide(proof, row, now, options),
        proof,
        report);

    /// <summary>
    /// Decides if a client that hangs up cancels a step. With a refresh token it does not: the token may be replayed, and then
    /// its session must end.
    /// </summary>
    public static CancellationToken Begin(SessionProof? proof, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return proof?.Presented is null ? cancellationToken : CancellationToken.None;
    }

    /// <summary>Selects the row of a session, with the time of the statement. Returns no row if there is no session.</summary>
    public NpgsqlBatchCommand Select(SessionId id) => new NpgsqlBatchCommand(
        $"""
        SELECT {Moment.Now}, generation, parent, proved, recalls, token_hash, rotated_at, ended_at IS NULL AND disabled_at IS NULL,
               {Revocations.Life}, device, user_agent, ip_address, user_id, auth_time, amr, roles
        FROM cardea.sessions LEFT JOIN cardea.users ON users.id = user_id
        WHERE sessions.id = @id
        """)
        .With("@id", id)
        .WithRevocationLife(options)
        .WithNow(clock);

    public static SeenSession Read(NpgsqlDataReader row) => new(
        new SessionRow(
            row.GetInt32(1),
            row.GetInt32(2),
            row.GetInt32(3),
            row.GetInt32(4),
            row.GetBytes(5),
            row.GetTime(6),
            row.GetBoolean(7),
            RotationBatch.ReadSubject(row, 12),
            row.GetFieldValue<TimeSpan>(8)),
        new(row.GetText(9), row.GetText(10), row.GetText(11)),
        row.GetTime(0));

    private async Task<RotationOutcome> RunAsync(
        Transaction transaction, SessionId id, Func<SessionRow?, DateTimeOffset, RotationDecision> decide, SessionProof? proof, RotationReporter report)
    {
        // Two statements: the second sees what was committed before the first got its lock, also about the user.
        await transaction.RunAsync(
            new NpgsqlBatchCommand("SELECT FROM cardea.sessions WHERE id = @id FOR NO KEY UPDATE").With("@id", id));
        var seen = (await transaction.RunAsync(Select(id), Read)).SingleOrDefault();
        var (outcome, move) = decide(seen?.Row, seen?.Now ?? default);
        if (move is not null)
        {
            await transaction.RunAsync(Write(id, move, seen!.Now));
        }

        if (proof is not null && outcome is RotationOutcome.Continued)
        {
            await transaction.RunAsync(Write(proof, seen!.Now));
        }

        if (outcome is RotationOutcome.Replayed)
        {
            await transaction.RunAsync(End(id, seen!.Now));
            await transaction.RunAsync(TrustedDevices.EndOf(id));
        }

        foreach (var revoked in outcome.Revoked)
        {
            await transaction.RunAsync(Revocations.Add(revoked, clock));
        }

        if (report(outcome, seen?.Device) is { } told)
        {
            await transaction.TellAsync(told.Event, told.Mail, clock);
        }

        return outcome;
    }

    private static NpgsqlBatchCommand Write(SessionId id, RotationMove move, DateTimeOffset now) => new NpgsqlBatchCommand(
        """
        UPDATE cardea.sessions
        SET rotated_at = @now, generation = @generation, parent = @parent, proved = @proved, recalls = @recalls, is_recalled = false,
            token_hash = @token_hash
        WHERE id = @id
        """)
        .With("@id", id)
        .With("@generation", move.Generation)
        .With("@parent", move.Parent)
        .With("@proved", move.Proved)
        .With("@recalls", move.Recalls)
        .With("@token_hash", move.TokenHash.ToArray())
        .With("@now", now);

    private static NpgsqlBatchCommand Write(SessionProof proof, DateTimeOffset now) => new NpgsqlBatchCommand(
        "UPDATE cardea.sessions SET auth_time = @now, amr = @amr WHERE id = @id")
        .With("@id", proof.SessionId)
        .With("@amr", string.Join(' ', proof.Amr))
        .With("@now", now);

    private static NpgsqlBatchCommand End(SessionId id, DateTimeOffset now) => new NpgsqlBatchCommand(
        "UPDATE cardea.sessions SET ended_at = @now, end_reason = @reason WHERE id = @id")
        .With("@id", id)
        .With("@now", now)
        .With("@reason", (short)EndReason.Replayed);

    /// <summary>A session at the time of the statement.</summary>
    /// <param name="Row">The row of the session.</param>
    /// <param name="Device">The device of the session.</param>
    /// <param name="Now">The time, by the database's clock.</param>
    internal sealed record SeenSession(SessionRow Row, ClientDevice Device, DateTimeOffset Now);
}
