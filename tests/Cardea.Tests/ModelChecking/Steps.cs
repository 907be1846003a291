using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cardea.Tests.ModelChecking;

/// <summary>What can happen next in one state.</summary>
/// <param name="named">Whether the steps have names. Only a counterexample needs them. A search saves the time.</param>
internal sealed class Steps<TState>(bool named)
    where TState : unmanaged
{
    private readonly bool _named = named;
    private readonly List<Step<TState>> _steps = [];

    public IReadOnlyList<Step<TState>> All => _steps;

    /// <summary>Adds a step.</summary>
    /// <param name="next">The state that the step leads to.</param>
    /// <param name="name">What happens.</param>
    /// <param name="broken">The property that the step breaks, if any. The search ends with it.</param>
    /// <param name="marks">What the model wants to know about the steps of a cycle.</param>
    public void Add(TState next, [InterpolatedStringHandlerArgument("")] Name name, string? broken = null, int marks = 0) =>
        _steps.Add(new(next, name.ToString(), broken, marks));

    public void Clear() => _steps.Clear();

    /// <summary>Builds the text of a name only if it is wanted.</summary>
    [InterpolatedStringHandler]
    internal ref struct Name
    {
        private readonly bool _wanted;
        private DefaultInterpolatedStringHandler _text;

        public Name(int literalLength, int formattedCount, Steps<TState> steps, out bool wanted)
        {
            wanted = _wanted = steps._named;
            _text = wanted ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public override string ToString() => _wanted ? _text.ToStringAndClear() : "";
    }
}
