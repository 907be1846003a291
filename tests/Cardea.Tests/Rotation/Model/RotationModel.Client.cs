using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>The honest client and its network.</summary>
internal sealed partial class RotationModel
{
    /// <summary>How many moves late a request may be. More is a documented corner.</summary>
    private const int MovesLate = 4;

    private void AddRefreshes(State state, Steps<State> steps)
    {
        var refresh = new Request(state.Client.Token, InTime: true, SentEarly: false);
        AddPresentation(state, refresh, steps);
        if (state.OnTheirWay < world.OnTheirWay)
        {
            steps.Add(state with { Requests = state.Requests.Add(refresh) }, $"a tab sends {refresh.Presented}");
        }

        for (var i = 0; i < state.Requests.Count; i++)
        {
            var request = state.Requests[i];
            var inTime = request.InTime && state.Row.Generation - request.Presented <= MovesLate;
            AddPresentation(state with { Requests = state.Requests.Without(i) }, request with { InTime = inTime }, steps);
        }

        for (var i = 0; i < state.Answers.Count; i++)
        {
            var answer = state.Answers[i];
            var without = state with { Answers = state.Answers.Without(i) };
            steps.Add(without with { Client = Store(state.Client, answer) ?? state.Client }, $"the late {answer} arrives");
            steps.Add(without, $"the late {answer} is lost");
        }
    }

    /// <summary>A request reaches the server. Its answer is lost, arrives, or is on its way.</summary>
    private void AddPresentation(State state, Request request, Steps<State> steps)
    {
        var presented = request.Presented;
        var presentation = Table.Present(rules, state.Row, presented);
        var outcome = presentation.Outcome;
        if (IsExcluded(state, outcome))
        {
            return;
        }

        if (outcome == Outcome.Replayed)
        {
            // The session ends. Only an honest client whose request came in time must not meet this.
            if (state.Thief is null && request.InTime)
            {
                steps.Add(state, $"{presented} is presented: {presentation}", Properties.NoHonestReplay);
            }

            return;
        }

        var answer = new Answer(presented, presentation.Successor, presentation.Access, presentation.AgeRestarts);
        var lost = After(state, presentation);
        steps.Add(lost, $"{presented} is presented: {presentation}, and the answer is lost", marks: Marks(Progress.None, outcome));
        if (Store(state.Client, answer) is { } client)
        {
            var answered = After(state with { Client = client }, Receive(presentation));
            var marks = Marks(Progress.OwnerIsAccepted, outcome);
            steps.Add(answered, $"{presented} is presented: {presentation}, and the answer arrives", marks: marks);
        }

        if (rules.UsesBeforeStoring)
        {
            var used = After(state, presentation.Prove(rules));
            steps.Add(used, $"{presented} is presented: {presentation}, and the answer is used but not stored");
        }

        if (state.OnTheirWay < world.OnTheirWay)
        {
            var late = After(state with { Answers = state.Answers.Add(answer) }, presentation);
            steps.Add(late, $"{presented} is presented: {presentation}, and the answer is on its way");
        }
    }

    /// <summary>What the client holds after an answer, or <see langword="null"/> if it does not take the answer.</summary>
    private Holder? Store(Holder client, Answer answer)
    {
        var takes = rules.Client switch
        {
            ClientStorage.IfUnchanged => client.Token == answer.Presented,
            ClientStorage.IfNewer => answer.Token is { } newer && newer > client.Token,
            _ => true,
        };
        return takes ? new Holder(answer.Token ?? client.Token, answer.Access) : null;
    }

    private void AddReceipts(State state, Steps<State> steps)
    {
        AddReceipt(state, state.Client, "client", steps);
        if (state.Thief is { } thief)
        {
            AddReceipt(state, thief, "thief", steps);
        }
    }

    /// <summary>The holder uses its access token. The acceptor sends a receipt.</summary>
    private void AddReceipt(State state, Holder holder, string who, Steps<State> steps)
    {
        var proves = (!rules.CookieMode || rules.CookieReissues) && !world.NoReceipts;
        var current = holder.Access.Generation == state.Row.Generation && state.Row.Generation > state.Row.Proved;
        if (proves && current && state.Row.Accepts(holder.Access, rules))
        {
            steps.Add(After(state, state.Row.Prove(rules)), $"the {who} uses its access token, which proves {state.Row.Generation}");
        }
    }

    private void AddPasswordChange(State state, Steps<State> steps)
    {
        if (!world.PasswordChange || !state.Row.Accepts(state.Client.Access, rules))
        {
            return;
        }

        if (rules.PasswordChangeMovesTheRow)
        {
            AddMovingPasswordChange(state, steps);
            return;
        }

        var access = rules.PasswordChangeProvesTheRow
            ? new AccessToken(state.Row.Generation, state.Row.Recalls)
            : AccessToken.WithoutProof(state.Row.Recalls);
        steps.Add(state with { Client = state.Client with { Access = access } }, $"a password change without the refresh token gives a new access token");
    }

    private void AddMovingPasswordChange(State state, Steps<State> steps)
    {
        var generation = state.Row.Generation;
        var row = state.Row with { Generation = generation + 1, Parent = generation, Proved = generation, GraceOpen = true };
        var moved = After(state, row).MarkSentEarly(true);
        var client = new Holder(row.Generation, new(row.Generation, row.Recalls));
        steps.Add(moved, $"a password change moves the row to {row.Generation}, and the answer is lost");
        steps.Add(moved with { Client = client }, $"a password change moves the row to {row.Generation}, and the answer arrives");
    }
}
