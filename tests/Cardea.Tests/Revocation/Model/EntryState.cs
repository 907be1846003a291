using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>One entry of a node's index, its row, and the clocks.</summary>
internal readonly record struct EntryState
{
    /// <summary>The true time, in minutes after the logout. Steady clocks follow it.</summary>
    public Small Now { get; init; }

    /// <summary>By how much the node's wall clock is ahead.</summary>
    public Small NodeAhead { get; init; }

    /// <summary>By how much the database's clock is ahead.</summary>
    public Small DatabaseAhead { get; init; }

    /// <summary>When the node learned the entry, by its steady clock, if the entry is there.</summary>
    public Small? Learned { get; init; }

    /// <summary>Whether a sweep has removed the row.</summary>
    public bool RowIsSwept { get; init; }

    /// <summary>Whether the node has read since it started.</summary>
    public bool HasRead { get; init; }

    public Small NodeJumpsLeft { get; init; }

    public Small DatabaseJumpsLeft { get; init; }

    public Small RestartsLeft { get; init; }
}
