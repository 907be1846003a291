using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Hears what a churning process says it has done, and finds out whether it is so.</summary>
public sealed class ChurnWitness
{
    private readonly Dictionary<SessionId, (string State, RefreshToken Token)> _said = [];

    /// <summary>Of how many sessions it has heard.</summary>
    public int Sessions => _said.Count;

    public void Hear(string line)
    {
        // The last line of a process that was killed may be cut.
        if (line.Split(' ') is [var state, var text] && RefreshTokenKey.Read(text, _ => StoreProcess.Key) is { } token)
        {
            _said[token.SessionId] = (state, token);
        }
    }

    public async Task ConfirmAsync(Node node, CancellationToken cancellationToken)
    {
        foreach (var (state, token) in _said.Values)
        {
            var outcome = await node.Rotations.RotateAsync(token, cancellationToken);
            Assert.True(Agrees(state, outcome), $"It said {state}, and then it was {outcome}.");
        }
    }

    // A step may have been done and not yet said: then its token is repeated, or its session has ended already.
    private static bool Agrees(string state, RotationOutcome outcome) => state switch
    {
        StoreProcess.Kept => outcome is RotationOutcome.Rotated or RotationOutcome.Repeated,
        StoreProcess.Ending => outcome is RotationOutcome.Rotated or RotationOutcome.Repeated or RotationOutcome.Ended,
        _ => outcome is RotationOutcome.Ended,
    };
}
