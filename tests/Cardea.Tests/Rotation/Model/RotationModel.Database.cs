using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>Time, recalls, and what the database loses.</summary>
internal sealed partial class RotationModel
{
    private void AddTime(State state, Steps<State> steps)
    {
        if (state.Row.GraceOpen || state.Durable.GraceOpen)
        {
            var closed = state with
            {
                Row = state.Row with { GraceOpen = false },
                Durable = state.Durable with { GraceOpen = false },
                Requests = state.Requests.Select((state.Row.Generation, world), static (request, now) => request with
                {
                    InTime = request.InTime && (request.Presented >= now.Generation || now.world.RequestsOutliveTheGrace),
                }),
            };
            steps.Add(closed.MarkSentEarly(true), $"the grace closes");
        }
        else if (rules.CookieMode && !state.Row.Old && MayGetOld(state))
        {
            var old = state with { Row = state.Row with { Old = true }, Durable = state.Durable with { Old = true } };
            steps.Add(old, $"RotateAfter passes");
        }
    }

    /// <summary>An unproved generation never gets old, and what was sent early arrives before.</summary>
    private bool MayGetOld(State state)
    {
        var proved = rules.TimesCountFromTheMove || state.Row.Proved == state.Row.Generation;
        return proved && (world.AnswersOutliveRotateAfter || !AnySentEarly(state));
    }

    private static bool AnySentEarly(State state) =>
        state.Requests.Any(static request => request.SentEarly) || state.Answers.Any(static answer => answer.SentEarly);

    private void AddRecall(State state, Steps<State> steps)
    {
        if (state.RecallsLeft == 0)
        {
            return;
        }

        var recalled = state.Row.Recall();
        var outlived = recalled.Accepts(state.Client.Access, rules)
            || state.Answers.Any(answer => recalled.Accepts(answer.Access, rules))
            || (state.Thief is { } thief && recalled.Accepts(thief.Access, rules));
        var next = state with { Row = recalled, Durable = recalled, RecallsLeft = state.RecallsLeft - 1 };
        steps.Add(next, $"the access tokens are recalled", outlived ? Properties.NoTokenOutlivesARecall : null);
    }

    /// <summary>The database comes back with what it has on its disk. The nodes write back what was recalled.</summary>
    private void AddFallBack(State state, Steps<State> steps)
    {
        if (!world.FallBack || state.Durable == state.Row)
        {
            return;
        }

        steps.Add(state with { Durable = state.Row }, $"the database writes the row to its disk");
        var back = state.Durable with
        {
            LowestAccepted = Math.Max(state.Row.LowestAccepted, state.Durable.LowestAccepted),
            Recalls = state.Row.Recalls,
        };
        var fallen = state with { Row = back, Durable = back };
        steps.Add(fallen.MarkSentEarly(false), $"the database falls back to generation {back.Generation}");
    }
}
