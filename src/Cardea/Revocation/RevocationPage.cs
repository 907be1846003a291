using Cardea.Keys;

namespace Cardea.Revocation;

/// <summary>One read of the store's feed: what was revoked since the last one, or a page of all there is; and the keys.</summary>
/// <param name="Position">Where to go on reading.</param>
/// <param name="Revocations">What was read. Some of it may come again, which does no harm.</param>
/// <param name="Keys">All keys as of the same moment.</param>
/// <param name="Begins">Whether a full read begins with this page: what a full read before it had read does not count.</param>
public sealed record RevocationPage(
    FeedPosition Position, IReadOnlyList<ReadRevocation> Revocations, IReadOnlyList<StoredKey> Keys, bool Begins)
{
    /// <summary>Whether nothing is left to read.</summary>
    public bool IsLast => Position.After is null;
}
