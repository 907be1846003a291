using System.Globalization;

namespace Cardea.Revocation;

/// <summary>
/// How far a reader has read the feed of a store: the snapshot of the last read, and the identity of the store's history. Under
/// another identity, the same numbers may name other transactions. A reader then reads everything again.
/// </summary>
/// <param name="Identity">The store and its history. The identity changes with every crash, promotion and restore.</param>
/// <param name="Next">The first transaction that had not begun.</param>
/// <param name="Open">The transactions before <paramref name="Next"/> that had begun and not ended.</param>
internal sealed record FeedCursor(string Identity, ulong Next, IReadOnlyList<ulong> Open)
{
    /// <summary>Returns true if a read with this snapshot saw the rows of a transaction.</summary>
    public bool Saw(ulong transaction) => transaction < Next && !Open.Contains(transaction);

    /// <summary>Reads the text of <see cref="ToString"/>; <see langword="null"/> if it is another text.</summary>
    public static FeedCursor? Parse(string? text)
    {
        if (text?.Split('/') is not [{ Length: > 0 } identity, var next, var open] || !TryParse(next, out var first))
        {
            return null;
        }

        var numbers = open.Length == 0 ? [] : open.Split(',');
        var transactions = new ulong[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!TryParse(numbers[i], out transactions[i]))
            {
                return null;
            }
        }

        return new(identity, first, transactions);
    }

    /// <inheritdoc/>
    public bool Equals(FeedCursor? other) =>
        other is not null && Identity == other.Identity && Next == other.Next && Open.SequenceEqual(other.Open);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Identity, Next);

    /// <summary>Returns the cursor as text without white space, for <c>Last-Event-ID</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Identity}/{Next}/{string.Join(',', Open)}");

    private static bool TryParse(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
