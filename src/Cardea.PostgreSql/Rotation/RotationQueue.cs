using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.PostgreSql;

/// <summary>
/// Combines rotations: those that arrive while a statement runs go into the next one. There is no timer and no added wait: if no
/// statement runs, a rotation runs at once and alone. One statement at a time costs the least. Another starts beside it only if a
/// full batch waits.
/// </summary>
internal sealed class RotationQueue(PostgreSqlDatabase database, RotationBatch batch)
{
    private const int MostTogether = 128;
    private const int MostWaiting = 8192;

    // The shortest time that a statement gets, even if its oldest rotation has waited long.
    private static readonly TimeSpan ShortestTry = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<PendingRotation> _waiting = new();
    private int _inFlight;

    /// <summary>Rotates if the token is the current one of a live session.</summary>
    /// <returns>The outcome, or <see langword="null"/> if the rotation needs a closer look.</returns>
    /// <exception cref="StoreUnavailableException">The database can't answer.</exception>
    public Task<RotationOutcome?> RotateAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rotation = new PendingRotation(presented, cancellationToken);
        Enter(rotation);
        return rotation.Task;
    }

    private void Enter(PendingRotation rotation)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MostWaiting)
            {
                throw database.Unavailable("has more rotations waiting than it can do");
            }

            _waiting.Enqueue(rotation);
            if (_inFlight == ConnectionSettings.RotatingConnections || (_inFlight > 0 && _waiting.Count < MostTogether))
            {
                return;
            }

            _inFlight++;
        }

        _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            await RunAsync(together);
        }
    }

    private List<PendingRotation> Take()
    {
        var together = new List<PendingRotation>();
        lock (_gate)
        {
            while (together.Count < MostTogether && _waiting.TryDequeue(out var rotation))
            {
                if (rotation.Waited > PostgreSqlDatabase.Patience)
                {
                    rotation.TrySetException(database.Unavailable("took too long"));
                }
                else if (!rotation.IsGivenUp)
                {
                    together.Add(rotation);
                }
            }

            if (together.Count == 0)
            {
                _inFlight--;
            }
        }

        return together;
    }

    private async Task RunAsync(List<PendingRotation> together)
    {
        // A statement moves a session once. A second token of the session gets a closer look after the first has moved it.
        var sessions = new HashSet<SessionId>(together.Count);
        var first = together.FindAll(rotation => sessions.Add(rotation.Presented.SessionId));
        first.Sort(static (one, other) => one.Presented.SessionId.Value.CompareTo(other.Presented.SessionId.Value));
        try
        {
            if (!await TryAsync(first, passesLocked: false, together[0]) && first.Count > 1)
            {
                await TryAsync(first, passesLocked: true, together[0]);
            }
        }
        catch (Exception exception) when (!PostgreSqlFailure.IsOfOneRow(exception))
        {
            together.ForEach(rotation => rotation.TrySetException(exception));
        }

        together.ForEach(static rotation => rotation.TrySetResult(null));
    }

    // One row that is locked or fails undoes the whole statement.
    private async Task<bool> TryAsync(List<PendingRotation> rotations, bool passesLocked, PendingRotation oldest)
    {
        var left = PostgreSqlDatabase.Patience - oldest.Waited;
        try
        {
            await database.InTimeAsync(
                deadline => batch.RunAsync(rotations, passesLocked, deadline), CancellationToken.None, left > ShortestTry ? left : ShortestTry);
            return true;
        }
        catch (Exception exception) when (PostgreSqlFailure.IsOfOneRow(exception))
        {
            return false;
        }
    }
}
