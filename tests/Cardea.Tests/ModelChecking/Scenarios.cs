using System.Collections.ObjectModel;

namespace Cardea.Tests.ModelChecking;

/// <summary>Scenarios by name. The rows of a theory are names, because a public test cannot have internal parameters.</summary>
internal sealed class Scenarios<TState> : KeyedCollection<string, Scenario<TState>>
    where TState : unmanaged
{
    public IEnumerable<TheoryDataRow<string>> Names =>
        this.Select(static scenario => new TheoryDataRow<string>(scenario.Name) { Label = scenario.Name });

    protected override string GetKeyForItem(Scenario<TState> item) => item.Name;
}
