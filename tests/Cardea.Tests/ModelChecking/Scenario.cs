namespace Cardea.Tests.ModelChecking;

/// <summary>A model with one set of rules, and what a search of it must find.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Model">The model.</param>
internal abstract record Scenario<TState>(string Name, IModel<TState> Model)
    where TState : unmanaged
{
    /// <summary>Searches the model, and fails the test unless the search finds what it must.</summary>
    public void Check(ITestOutputHelper output)
    {
        var exploration = new Exploration<TState>(Model);
        output.WriteLine($"{exploration.States.Count} states. {exploration.Counterexample}");
        Check(exploration);
    }

    protected abstract void Check(Exploration<TState> exploration);

    /// <summary>Every property holds in every state.</summary>
    /// <param name="Name">The name of the test.</param>
    /// <param name="Model">The model.</param>
    /// <param name="States">How many states there are. A model that has lost an operation would hold for nothing.</param>
    public sealed record Holds(string Name, IModel<TState> Model, int States) : Scenario<TState>(Name, Model)
    {
        protected override void Check(Exploration<TState> exploration)
        {
            Assert.True(exploration.Counterexample is null, $"{exploration.Counterexample}");
            Assert.Equal(States, exploration.States.Count);
        }
    }

    /// <summary>A property is broken.</summary>
    /// <param name="Name">The name of the test.</param>
    /// <param name="Model">The model.</param>
    /// <param name="Property">How the description of the property begins.</param>
    public sealed record Breaks(string Name, IModel<TState> Model, string Property) : Scenario<TState>(Name, Model)
    {
        protected override void Check(Exploration<TState> exploration)
        {
            Assert.True(exploration.Counterexample is not null, "Every property holds: the model does not find the fault.");
            Assert.StartsWith(Property, exploration.Counterexample.Broken, StringComparison.Ordinal);
        }
    }

    /// <summary>Every property holds, and the marks say what can go on for ever.</summary>
    /// <param name="Name">The name of the test.</param>
    /// <param name="Model">The model.</param>
    /// <param name="Marks">The marks of a cycle.</param>
    /// <param name="Possible">Whether there is such a cycle.</param>
    public sealed record GoesOn(string Name, IModel<TState> Model, int Marks, bool Possible) : Scenario<TState>(Name, Model)
    {
        protected override void Check(Exploration<TState> exploration)
        {
            Assert.True(exploration.Counterexample is null, $"{exploration.Counterexample}");
            Assert.Equal(Possible, exploration.HasCycle(Marks));
        }
    }
}
