using System.Diagnostics.Metrics;
using Cardea.Rotation;
using Cardea.Statistics;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Counts the outcomes of refreshes, and logs replays and a store that has lost commits.</summary>
internal sealed partial class RotationWitness(Tally tally, IMeterFactory meters, ILogger<RotationWitness> logger)
{
    private readonly Counter<long> _outcomes = meters.Create("Cardea").CreateCounter<long>(
        "cardea.rotation.outcomes", "{rotation}", "Outcomes of presented refresh tokens.");

    public void Log(RotationOutcome outcome)
    {
        _outcomes.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome.GetType().Name));
        tally.Add(outcome switch
        {
            RotationOutcome.Rotated => Counted.Rotated,
            RotationOutcome.Repeated => Counted.Repeated,
            RotationOutcome.Reissued => Counted.Reissued,
            RotationOutcome.Kept => Counted.Kept,
            RotationOutcome.Healed => Counted.Healed,
            RotationOutcome.Replayed => Counted.Replayed,
            _ => Counted.RefreshRefused,
        });
        switch (outcome)
        {
            case RotationOutcome.Replayed replayed:
                LogReplayed(logger, replayed.End.SessionId.ToString(), replayed.Owner.Value);
                break;
            case RotationOutcome.Healed healed:
                LogHealed(logger, healed.Grant.SessionId.ToString());
                break;
        }
    }

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Session {Session} of user {User} was ended: its refresh token was used twice")]
    private static partial void LogReplayed(ILogger logger, string session, string user);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "Session {Session} was ahead of the database, which has lost commits; it caught up")]
    private static partial void LogHealed(ILogger logger, string session);
}
