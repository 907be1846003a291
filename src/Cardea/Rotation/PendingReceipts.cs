using System.Threading.Channels;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// Receipts on their way to the store: noted on a request's path without waiting, written in the background. Bounded: when
/// the store is away for long the newest are dropped, which at worst lets a lost answer be issued again.
/// </summary>
public sealed class PendingReceipts
{
    private const int Capacity = 65_536;

    private readonly Channel<AccessTokenId> _receipts = Channel.CreateBounded<AccessTokenId>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Notes that an access token was accepted for the first time here.</summary>
    public void Note(AccessTokenId token) => _receipts.Writer.TryWrite(token);

    /// <summary>Takes what has been noted so far, each once.</summary>
    /// <param name="most">How many to take at most.</param>
    public IReadOnlyCollection<AccessTokenId> Take(int most)
    {
        var taken = new HashSet<AccessTokenId>();
        while (taken.Count < most && _receipts.Reader.TryRead(out var receipt))
        {
            taken.Add(receipt);
        }

        return taken;
    }
}
