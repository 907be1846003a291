using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    private readonly RotationQueue _rotations = new(database, new(database, options, clock));
    private readonly RotationStep _step = new(options, clock);

    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken) =>
        await _rotations.RotateAsync(presented, cancellationToken)
        ?? await LookAsync(presented)
        ?? await PresentAsync(presented, report);

    public async Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var seen = await database.RunAsync(database.Rotations, () => _step.Select(presented.SessionId), RotationStep.Read, cancellationToken);
        return (seen is [var session] ? RotationRules.Decide(presented, session.Row, session.Now, options) : RotationRules.Decide(presented, row: null, default, options)).Outcome;
    }

    public Task<RotationOutcome> ReauthenticateAsync(
        SessionProof proof, SecurityEvent happened, RotationReporter report, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Rotations,
            async transaction =>
            {
                var outcome = await _step.ProveAsync(transaction, proof, report);
                if (outcome is RotationOutcome.Continued)
                {
                    await transaction.TellAsync(happened, mail: null, clock);
                }

                return outcome;
            },
            RotationStep.Begin(proof, cancellationToken));

    // Most that are not the current token change nothing: they repeat, or are refused. Those wait for no lock, and sync no commit.
    // A client that hangs up now stops nothing: it may be a replay.
    private async Task<RotationOutcome?> LookAsync(RefreshToken presented) =>
        await InspectAsync(presented, CancellationToken.None) is var outcome
        && outcome is RotationOutcome.Repeated or RotationOutcome.Unknown or RotationOutcome.Ended or RotationOutcome.Expired
            ? outcome
            : null;

    // What comes of it may be an end or a recall: durable, and done although the client may have hung up.
    private Task<RotationOutcome> PresentAsync(RefreshToken presented, RotationReporter report) =>
        database.InTransactionAsync(database.Rotations, transaction => _step.PresentAsync(transaction, presented, report), CancellationToken.None);
}
