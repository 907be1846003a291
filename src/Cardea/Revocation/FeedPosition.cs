using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>Where a reader of the store's feed goes on.</summary>
/// <param name="Cursor">What it has read: of a full read that is under way, the snapshot of its first page.</param>
/// <param name="After">The last session of the page before, in the middle of a full read; else <see langword="null"/>.</param>
public sealed record FeedPosition(FeedCursor Cursor, SessionId? After = null);
