using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>What tells two states of a database apart that hand out the same transaction ids.</summary>
internal readonly record struct Identity(Small System, Small Timeline, Small Checkpoint, Small PostmasterStart)
{
    public Identity NextSystem => this with { System = System + 1 };

    public Identity NextTimeline => this with { Timeline = Timeline + 1 };

    public Identity NextCheckpoint => this with { Checkpoint = Checkpoint + 1 };

    public Identity NextStart => this with { PostmasterStart = PostmasterStart + 1 };

    /// <summary>The parts that a cursor keeps.</summary>
    public Identity Only(IdentityParts parts) => new(
        parts.HasFlag(IdentityParts.System) ? System : 0,
        parts.HasFlag(IdentityParts.Timeline) ? Timeline : 0,
        parts.HasFlag(IdentityParts.Checkpoint) ? Checkpoint : 0,
        parts.HasFlag(IdentityParts.PostmasterStart) ? PostmasterStart : 0);
}
