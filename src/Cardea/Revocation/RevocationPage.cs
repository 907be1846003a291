using Cardea.Keys;

namespace Cardea.Revocation;

/// <summary>A page of the store's feed, and the keys.</summary>
/// <param name="Position">Where the next page begins.</param>
/// <param name="Revocations">The revocations of the page. Some may come again, which does no harm.</param>
/// <param name="Keys">All keys at the same moment.</param>
/// <param name="Begins">True if a full read begins with this page. An unfinished earlier full read then does not count.</param>
internal sealed record RevocationPage(
    FeedPosition Position, IReadOnlyList<ReadRevocation> Revocations, IReadOnlyList<StoredKey> Keys, bool Begins)
{
    /// <summary>True if this is the last page.</summary>
    public bool IsLast => Position.After is null;
}
