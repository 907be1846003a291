using System.Collections.Concurrent;
using System.Threading.Channels;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// Queues receipts for the store. A request notes a receipt without waiting, and a background task writes it. Each source has its own room,
/// so a source that sends too many receipts takes no room from the others. If the store is away for long, the newest receipts are dropped.
/// At worst, a lost answer is then issued again.
/// </summary>
internal sealed class PendingReceipts
{
    /// <summary>The maximum number of waiting receipts of one source.</summary>
    public const int Capacity = 65_536;

    private const string Own = "";

    private readonly ConcurrentDictionary<string, Channel<AccessTokenId>> _sources = new(StringComparer.Ordinal);

    /// <summary>
    /// Notes that an access token was accepted for the first time here. An access token that came without a refresh token proves
    /// nothing.
    /// </summary>
    public void Note(AccessTokenId token) => TryNote(token, Own);

    /// <summary>Notes that an access token was accepted for the first time somewhere.</summary>
    /// <param name="token">The token.</param>
    /// <param name="source">The name of the resource API that accepted the token.</param>
    /// <returns>False if there was no room.</returns>
    public bool TryNote(AccessTokenId token, string source) =>
        token.Generation is null
        || _sources.GetOrAdd(source, static _ => Channel.CreateBounded<AccessTokenId>(new BoundedChannelOptions(Capacity))).Writer.TryWrite(token);

    /// <summary>Takes the receipts noted so far, each once, and as evenly as possible from all sources.</summary>
    /// <param name="most">The maximum number of receipts to take.</param>
    public IReadOnlyCollection<AccessTokenId> Take(int most)
    {
        var taken = new HashSet<AccessTokenId>();
        var found = true;
        while (found && taken.Count < most)
        {
            found = false;
            foreach (var (_, receipts) in _sources)
            {
                if (taken.Count < most && receipts.Reader.TryRead(out var receipt))
                {
                    taken.Add(receipt);
                    found = true;
                }
            }
        }

        return taken;
    }
}
