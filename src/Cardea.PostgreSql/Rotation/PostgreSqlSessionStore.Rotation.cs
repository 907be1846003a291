using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    private readonly RotationQueue _rotations = new(database, new(database, options, clock));
    private readonly RotationStep _step = new(options, clock);

    // A cookie rarely moves. So it is only looked at first.
    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, RotationReporter report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (presented.IsOfCookie ? null : await _rotations.RotateAsync(presented, cancellationToken))
            ?? await LookAsync(presented)
            ?? await PresentAsync(presented, report);
    }

    public async Task<RotationOutcome> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        (await DecideAsync(presented, cancellationToken)).Outcome;

    public async Task<RotationOutcome> InspectAsync(SessionId session, CancellationToken cancellationToken)
    {
        var seen = await database.RunAsync(database.Rotations, () => _step.Select(session), RotationStep.Read, cancellationToken);
        return seen is [var found] ? RotationRules.Decide(session, found.Row, found.Now, options) : new RotationOutcome.Unknown();
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

    // Most tokens that are not current change nothing: they repeat, or are refused. Most cookies change nothing either. Those wait for
    // no lock and no commit. From here on, a client that hangs up cancels nothing: the token may be a replay.
    private async Task<RotationOutcome?> LookAsync(RefreshToken presented) =>
        await DecideAsync(presented, CancellationToken.None) is { ChangesNothing: true, Outcome: var outcome } ? outcome : null;

    private async Task<RotationDecision> DecideAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var seen = await database.RunAsync(database.Rotations, () => _step.Select(presented.SessionId), RotationStep.Read, cancellationToken);
        return seen is [var session] ? RotationRules.Decide(presented, session.Row, session.Now, options) : RotationRules.Decide(presented, row: null, default, options);
    }

    // The outcome may be an end or a recall. It is durable, and written even if the client hangs up.
    private Task<RotationOutcome> PresentAsync(RefreshToken presented, RotationReporter report) =>
        database.InTransactionAsync(database.Rotations, transaction => _step.PresentAsync(transaction, presented, report), CancellationToken.None);
}
