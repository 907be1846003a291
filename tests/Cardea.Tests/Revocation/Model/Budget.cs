using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>How often each thing can happen. Reads, commits and connections can happen at any time, or never.</summary>
internal readonly record struct Budget
{
    public Small Logouts { get; init; }

    /// <summary>Rotations commit asynchronously, so a crash loses them and hands out their ids again.</summary>
    public Small Rotations { get; init; }

    public Small Crashes { get; init; }

    public Small FailOvers { get; init; }

    /// <summary>How often the database is restored into another cluster.</summary>
    public Small Restores { get; init; }

    public Small Restarts { get; init; }

    public Small HalfMinutes { get; init; }
}
