using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>Where the next page of the store's feed begins.</summary>
/// <param name="Cursor">How far the feed was read. During a full read, this is the snapshot of the first page.</param>
/// <param name="After">During a full read, the last session of the previous page; otherwise <see langword="null"/>.</param>
internal sealed record FeedPosition(FeedCursor Cursor, SessionId? After = null);
