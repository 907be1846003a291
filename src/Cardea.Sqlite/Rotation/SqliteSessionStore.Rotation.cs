using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken)
    {
        // A cookie rarely moves. So it is only looked at first.
        cancellationToken.ThrowIfCancellationRequested();
        if (!presented.IsOfCookie)
        {
            var successor = presented.Next();
            var grant = await database.WriteQuicklyAsync(
                connection => MoveOn(connection, presented, successor, clock.GetUtcNow()), cancellationToken);
            if (grant is not null)
            {
                return new RotationOutcome.Rotated(grant);
            }
        }

        // No row matched, so this is not an ordinary rotation. Most of the others change nothing, and wait for no lock. From here
        // on, a client that hangs up cancels nothing: the token may be a replay.
        var decision = await DecideAsync(presented, CancellationToken.None);
        return decision.ChangesNothing ? decision.Outcome : await PresentAsync(presented, report);
    }

    public async Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        (await DecideAsync(presented, cancellationToken)).Outcome;

    public Task<RotationOutcome> InspectAsync(SessionId session, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => RotationRules.Decide(session, RotationStep.Read(connection, session, options)?.Row, clock.GetUtcNow(), options),
            cancellationToken);

    public Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                var outcome = RotationStep.Prove(connection, proof, report, now, options);
                if (outcome is RotationOutcome.Continued)
                {
                    Events.Tell(connection, happened, mail: null, now);
                }

                return outcome;
            },
            cancellationToken);

    private Task<RotationDecision> DecideAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => RotationRules.Decide(presented, RotationStep.Read(connection, presented.SessionId, options)?.Row, clock.GetUtcNow(), options),
            cancellationToken);

    // The outcome may be an end or a recall. It is durable, and written even if the client hangs up.
    private Task<RotationOutcome> PresentAsync(RefreshToken presented, RotationReporter report) =>
        database.WriteAsync(connection => RotationStep.Present(connection, presented, report, clock.GetUtcNow(), options), CancellationToken.None);

    // The statement that checks the token also moves the session on, so two requests with one token never both succeed. It moves
    // the row as RotationRules do.
    private SessionGrant? MoveOn(PreparedConnection connection, RefreshToken presented, RefreshToken successor, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            UPDATE sessions
            SET generation = @generation + 1, proved = @generation, token_hash = @successor_hash, rotated_at = @now,
                parent = max(CASE WHEN rotated_at > @grace THEN parent ELSE proved END, @generation + 1 - @most_parents)
            WHERE id = @id AND generation = @generation AND token_hash = @token_hash
              AND {LiveSession.Condition}
              AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = sessions.user_id AND disabled_at IS NOT NULL)
            RETURNING recalls, user_id, auth_time, amr, (SELECT roles FROM users WHERE users.id = sessions.user_id),
                EXISTS (SELECT 1 FROM users WHERE users.id = sessions.user_id AND password_breached_at IS NOT NULL)
            """)
            .With("@id", presented.SessionId)
            .With("@generation", presented.Generation)
            .With("@token_hash", presented.Hash.ToArray())
            .With("@successor_hash", successor.Hash.ToArray())
            .With("@most_parents", RotationRules.MostParents)
            .With("@now", now)
            .With("@grace", now - options.RefreshGrace)
            .WithLife(now, options)
            .Row(row => new SessionGrant(presented.SessionId, successor, RotationStep.ReadSubject(row, 1), row.GetInt32(0), now));
}
