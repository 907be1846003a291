namespace Cardea.Tests.Revocation.Model;

/// <summary>
/// The rules of the feed. The defaults are the rules of the product. Each switch brings back a fault that the code or a draft
/// of the design had.
/// </summary>
internal sealed record FeedRules
{
    /// <summary>What a cursor's identity consists of.</summary>
    public IdentityParts Identity { get; init; } = IdentityParts.System | IdentityParts.Timeline | IdentityParts.Checkpoint;

    /// <summary>What a cursor remembers of the previous read.</summary>
    public CursorKind Cursor { get; init; }

    /// <summary>A full read keeps the snapshot of its last page, not of its first one.</summary>
    public bool LastPageIsKept { get; init; }

    /// <summary>The pages of a full read can have different identities.</summary>
    public bool PagesOfTwoIdentities { get; init; }

    /// <summary>When a node writes back what it knows and the table lacks.</summary>
    public WriteBack WriteBack { get; init; }

    /// <summary>A resource API resumes by its event id whatever the identity is.</summary>
    public bool ResumesBlindly { get; init; }
}
