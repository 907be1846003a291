namespace Cardea.Tests.ModelChecking;

/// <summary>One thing that can happen.</summary>
/// <param name="Next">The state that it leads to.</param>
/// <param name="Name">What happens, in words.</param>
/// <param name="Broken">The property that it breaks, if any.</param>
/// <param name="Marks">What the model wants to know about the steps of a cycle.</param>
internal readonly record struct Step<TState>(TState Next, string Name, string? Broken, int Marks)
    where TState : unmanaged;
