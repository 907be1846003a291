namespace Cardea.Revocation;

/// <summary>A publication to the readers of a feed.</summary>
/// <param name="Revoked">The revocations.</param>
/// <param name="Cursor">Where a reader can resume after this publication; <see langword="null"/> if that is not known.</param>
/// <param name="KeysChanged">True if the accepted keys have changed.</param>
internal sealed record FeedNews(IReadOnlyList<RevokedSession> Revoked, FeedCursor? Cursor = null, bool KeysChanged = false);
