using Cardea.Revocation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Follows the feed of a store.</summary>
public static class FeedTrail
{
    /// <summary>Reads from a position to the end.</summary>
    /// <returns>The last page, with what was on all of them.</returns>
    internal static async Task<RevocationPage> ReadAsync(IRevocationStore store, FeedPosition? from, CancellationToken cancellationToken)
    {
        var read = new List<ReadRevocation>();
        RevocationPage page;
        var begins = false;
        do
        {
            page = await store.ReadRevocationsAsync(from, cancellationToken);
            begins |= page.Begins;
            read.AddRange(page.Revocations);
            from = page.Position;
        }
        while (!page.IsLast);

        return page with { Revocations = read, Begins = begins };
    }

    /// <summary>Of each session what refuses the most: a store may have a row for each recall, or one for all.</summary>
    internal static IReadOnlyList<RevokedSession> Strongest(IReadOnlyList<ReadRevocation> read) =>
    [
        .. read.Select(static revocation => revocation.Revoked)
            .GroupBy(static revoked => revoked.SessionId)
            .OrderBy(static all => all.Key.Value)
            .Select(static all => all.MaxBy(static revoked => revoked.LowestRecalls)),
    ];
}
