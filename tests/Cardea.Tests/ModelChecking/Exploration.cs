namespace Cardea.Tests.ModelChecking;

/// <summary>
/// All states of a model that can be reached, up to the first one that breaks a property. The search goes breadth first, so
/// no other counterexample is shorter.
/// </summary>
internal sealed class Exploration<TState>
    where TState : unmanaged
{
    private const int Limit = 1_000_000;

    private static readonly Bytes.Comparer<TState> ByBytes = new();

    private readonly IModel<TState> _model;
    private readonly List<TState> _states = [];
    private readonly List<int> _cameFrom = [];
    private readonly Dictionary<TState, int> _numbers = new(ByBytes);

    public Exploration(IModel<TState> model)
    {
        _model = model;
        Counterexample = Search();
    }

    /// <summary>The states in the order in which they were found.</summary>
    public IReadOnlyList<TState> States => _states;

    /// <summary><see langword="null"/> if every property holds.</summary>
    public Counterexample? Counterexample { get; }

    /// <summary>The steps from a state, each as the number of the state that it leads to, with its marks.</summary>
    public IEnumerable<(int To, int Marks)> StepsFrom(int number) =>
        NamedSteps(_states[number]).Select(step => (_numbers[_model.Normal(step.Next)], step.Marks));

    private Counterexample? Search()
    {
        var steps = new Steps<TState>(named: false);
        Visit(_model.Normal(_model.Start), cameFrom: -1);
        for (var number = 0; number < _states.Count; number++)
        {
            if (_model.BrokenBy(_states[number]) is { } broken)
            {
                return new(broken, [.. NamesTo(number, last: null)]);
            }

            steps.Clear();
            _model.AddSteps(_states[number], steps);
            foreach (var step in steps.All)
            {
                if (step.Broken is not null)
                {
                    return new(step.Broken, [.. NamesTo(number, last: step.Broken)]);
                }

                Visit(_model.Normal(step.Next), cameFrom: number);
            }
        }

        return null;
    }

    private void Visit(TState state, int cameFrom)
    {
        if (!_numbers.TryAdd(state, _states.Count))
        {
            return;
        }

        if (_states.Count == Limit)
        {
            throw new InvalidOperationException($"The model has more than {Limit} states.");
        }

        _states.Add(state);
        _cameFrom.Add(cameFrom);
    }

    /// <summary>
    /// Walks to a state again, now with names, and then takes the step that breaks <paramref name="last"/>. The walk does not
    /// bring its states into their normal form. So a generation has the same number in all names.
    /// </summary>
    private IEnumerable<string> NamesTo(int number, string? last)
    {
        var state = _model.Start;
        foreach (var target in WayTo(number).Skip(1))
        {
            var step = NamedSteps(state).First(step => ByBytes.Equals(_model.Normal(step.Next), _states[target]));
            state = step.Next;
            yield return step.Name;
        }

        if (last is not null)
        {
            yield return NamedSteps(state).First(step => step.Broken == last).Name;
        }
    }

    private IEnumerable<int> WayTo(int number) => number < 0 ? [] : WayTo(_cameFrom[number]).Append(number);

    private IReadOnlyList<Step<TState>> NamedSteps(TState state)
    {
        var steps = new Steps<TState>(named: true);
        _model.AddSteps(state, steps);
        return steps.All;
    }
}
