using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>
/// One session under all operations: refresh by two tabs, loss, lateness, repetition, a thief, a fall-back of the database,
/// receipts, a password change, recalls and time.
/// </summary>
internal sealed partial class RotationModel(Rules rules, World world) : IModel<State>
{
    /// <summary>How many refreshes without any loss must lead to an accepted access token.</summary>
    private const int Refreshes = 4;

    public State Start => default(State) with { Row = Row.New, Durable = Row.New, RecallsLeft = world.Recalls };

    public State Normal(State state) => NormalForm.Of(state);

    public string? BrokenBy(State state) =>
        state.Thief is null && !GoesOn(state.Row, state.Client.Token) ? Properties.NoEndlessRefusal : null;

    public void AddSteps(State state, Steps<State> steps)
    {
        var unproved = state.Row.Generation - state.Row.Proved;
        var losable = state.Row.Generation - state.Durable.Generation;
        if (unproved > world.UnprovedMoves || losable > world.LostMoves)
        {
            return;
        }

        AddRefreshes(state, steps);
        AddTime(state, steps);
        AddReceipts(state, steps);
        AddPasswordChange(state, steps);
        AddRecall(state, steps);
        AddFallBack(state, steps);
        AddTheft(state, steps);
    }

    private bool GoesOn(Row row, Small token)
    {
        for (var i = 0; i < Refreshes; i++)
        {
            var presentation = Table.Present(rules, row, token);
            if (presentation.Outcome == Outcome.Replayed)
            {
                return false;
            }

            row = presentation.Row;
            token = presentation.Successor ?? token;
            if (row.Accepts(new(token, row.Recalls), rules))
            {
                return true;
            }
        }

        return false;
    }

    private State After(State state, Presentation presentation)
    {
        var next = After(state, presentation.Row);
        return presentation.AgeRestarts ? next.MarkSentEarly(true) : next;
    }

    /// <summary>The state after a statement. What recalls is on the disk at once. Rotations and receipts follow later.</summary>
    private State After(State state, Row row)
    {
        if (world.ProofFollowsAtTwo && state.Thief is not null)
        {
            row = row with { Proved = Math.Max(row.Proved, row.Generation - 2), Parent = Math.Max(row.Parent, row.Generation - 2) };
        }

        var asynchronous = world.FallBack && row.Recalls == state.Row.Recalls;
        return state with { Row = row, Durable = asynchronous ? state.Durable : row };
    }

    /// <summary>What is received may be used at once, which proves it.</summary>
    private Presentation Receive(Presentation presentation) =>
        world.AccessTokensAreUsedAtOnce ? presentation.Prove(rules) : presentation;

    private bool IsExcluded(State state, Outcome outcome) =>
        state.Thief is not null && world.ExcludedAfterTheft.Contains(outcome);

    private static int Marks(Progress accepted, Outcome outcome) =>
        (int)(outcome is Outcome.Rotated or Outcome.Reissued or Outcome.Healed ? accepted | Progress.RowMoves : accepted);
}
