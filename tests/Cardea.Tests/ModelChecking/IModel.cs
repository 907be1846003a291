namespace Cardea.Tests.ModelChecking;

/// <summary>Says what can happen and what must hold. <see cref="Exploration{TState}"/> then visits every state that can be reached.</summary>
internal interface IModel<TState>
    where TState : unmanaged
{
    TState Start { get; }

    /// <summary>One form for all states that behave alike. It keeps the number of states finite.</summary>
    TState Normal(TState state) => state;

    /// <summary>The property that <paramref name="state"/> breaks, or <see langword="null"/>.</summary>
    string? BrokenBy(TState state) => null;

    /// <summary>Adds everything that can happen next.</summary>
    void AddSteps(TState state, Steps<TState> steps);
}
