using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>The thief. A late request of a thief is the same as a request that it sends later.</summary>
internal sealed partial class RotationModel
{
    private void AddTheft(State state, Steps<State> steps)
    {
        if (!world.Thief)
        {
            return;
        }

        if (state.Thief is not { } thief)
        {
            steps.Add(state with { Thief = state.Client }, $"a thief copies {state.Client.Token}");
            return;
        }

        var presentation = Table.Present(rules, state.Row, thief.Token);
        var outcome = presentation.Outcome;
        if (outcome == Outcome.Replayed || IsExcluded(state, outcome))
        {
            return;
        }

        var broken = thief.Token < state.Row.Proved && !state.Row.GraceOpen ? Properties.NoOldToken : null;
        var marks = Marks(Progress.ThiefIsAccepted, outcome);
        var given = new Holder(presentation.Successor ?? thief.Token, presentation.Access);
        var keeping = After(state, Receive(presentation));
        steps.Add(keeping with { Thief = given }, $"the thief presents {thief.Token}: {presentation}", broken, marks);
        if (presentation.Successor is not null)
        {
            steps.Add(keeping, $"the thief presents {thief.Token}: {presentation}, and it keeps the old token", marks: marks);
        }
    }
}
