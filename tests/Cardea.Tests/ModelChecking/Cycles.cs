using System.Collections;

namespace Cardea.Tests.ModelChecking;

/// <summary>Finds out what can go on for ever.</summary>
internal static class Cycles
{
    extension<TState>(Exploration<TState> exploration)
        where TState : unmanaged
    {
        /// <summary>Is there a cycle whose steps together bear all the <paramref name="marks"/>?</summary>
        public bool HasCycle(int marks)
        {
            int[] states = [.. Enumerable.Range(0, exploration.States.Count)];
            var steps = Array.ConvertAll(states, state => exploration.StepsFrom(state).Distinct().ToArray());
            var reached = Array.ConvertAll(states, state => ReachedFrom(state, steps));

            // One cycle can visit all states that a state reaches and that reach it, some of them more than once.
            return states.Any(start => states
                .Where(state => reached[start][state] && reached[state][start])
                .SelectMany(state => steps[state])
                .Where(step => reached[step.To][start])
                .Aggregate(0, (found, step) => found | (step.Marks & marks)) == marks);
        }
    }

    private static BitArray ReachedFrom(int start, (int To, int Marks)[][] steps)
    {
        var reached = new BitArray(steps.Length) { [start] = true };
        var open = new Stack<int>([start]);
        while (open.TryPop(out var state))
        {
            foreach (var (next, _) in steps[state])
            {
                if (!reached[next])
                {
                    reached[next] = true;
                    open.Push(next);
                }
            }
        }

        return reached;
    }
}
