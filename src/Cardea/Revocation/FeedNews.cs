namespace Cardea.Revocation;

/// <summary>What has been published to those who follow a feed.</summary>
/// <param name="Revoked">What was revoked.</param>
/// <param name="Cursor">Where a reader that has got all of it can go on; <see langword="null"/> where that is not known.</param>
/// <param name="KeysChanged">Whether other keys are accepted than before.</param>
public sealed record FeedNews(IReadOnlyList<RevokedSession> Revoked, FeedCursor? Cursor = null, bool KeysChanged = false);
