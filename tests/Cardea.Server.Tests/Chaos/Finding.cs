namespace Cardea.Server.Tests.Chaos;

/// <summary>Something that must not have happened.</summary>
/// <param name="What">What it is.</param>
/// <param name="Entry">The line of the history that shows it.</param>
internal sealed record Finding(string What, Entry Entry)
{
    public override string ToString() => $"{What}: {Entry}";
}
