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

    // Most tokens that are not current change nothing: they repeat, or are refused. Those wait for no lock and no commit. From
    // here on, a client that hangs up cancels nothing: the token may be a replay.
    private async Task<RotationOutcome?> LookAsync(RefreshToken presented) =>
        await InspectAsync(presented, CancellationToken.None) is var outcome
        && outcome is RotationOutcome.Repeated or RotationOutcome.Unknown or RotationOutcome.Ended or RotationOutcome.Expired
            ? outcome
            : null;

    // The outcome may be an end or a recall. It is durable, and written even if the client hangs up.
    private Task<RotationOutcome> PresentAsync(RefreshToken presented, RotationReporter report) =>
        database.InTransactionAsync(database.Rotations, transaction => _step.PresentAsync(transaction, presented, report), CancellationToken.None);
}
