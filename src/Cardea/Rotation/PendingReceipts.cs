using System.Collections.Concurrent;
using System.Threading.Channels;
using Cardea.Tokens;

namespace Cardea.Rotation;

/// <summary>
/// Receipts on their way to the store: noted on a request's path without waiting, written in the background. Each source has
/// room of its own, so that one that sends too many takes no room from the others. When the store is away for long the newest
/// are dropped, which at worst lets a lost answer be issued again.
/// </summary>
internal sealed class PendingReceipts
{
    /// <summary>How many receipts of one source wait at most.</summary>
    public const int Capacity = 65_536;

    private const string Own = "";

    private readonly ConcurrentDictionary<string, Channel<AccessTokenId>> _sources = new(StringComparer.Ordinal);

    /// <summary>Notes that an access token was accepted for the first time here. One that came without a refresh token proves nothing.</summary>
    public void Note(AccessTokenId token) => TryNote(token, Own);

    /// <summary>Notes that an access token was accepted for the first time somewhere.</summary>
    /// <param name="token">The token.</param>
    /// <param name="source">Who says so: the name of a resource API.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryNote(AccessTokenId token, string source) =>
        token.Generation is null
        || _sources.GetOrAdd(source, static _ => Channel.CreateBounded<AccessTokenId>(new BoundedChannelOptions(Capacity))).Writer.TryWrite(token);

    /// <summary>Takes what has been noted so far, each once, as evenly from all sources as there is.</summary>
    /// <param name="most">How many to take at most.</param>
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
