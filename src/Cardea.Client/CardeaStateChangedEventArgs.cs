namespace Cardea.Client;

/// <summary>A change of a client's state.</summary>
/// <param name="previous">The state before the change.</param>
/// <param name="current">The state from now on.</param>
public sealed class CardeaStateChangedEventArgs(CardeaClientState previous, CardeaClientState current) : EventArgs
{
    /// <summary>The state before the change.</summary>
    public CardeaClientState Previous { get; } = previous;

    /// <summary>The state from now on.</summary>
    public CardeaClientState Current { get; } = current;
}
