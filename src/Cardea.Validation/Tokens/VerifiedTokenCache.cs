using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Cardea.Validation.Tokens;

/// <summary>Keeps verified tokens by their exact text, so that a node checks the signature of a token once.</summary>
/// <param name="size">The size of the cache, in bytes. A full cache removes the least recently used tokens.</param>
/// <param name="clock">The clock for the expiry of tokens.</param>
internal sealed class VerifiedTokenCache(long size, TimeProvider clock) : IDisposable
{
    // Measured: the memory of a token besides the text, and besides the texts of many claims.
    private const int Overhead = 1024;

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = size, Clock = new CacheClock(clock) });
    private readonly Lock _adding = new();

    /// <summary>The number of tokens.</summary>
    public int Count => _tokens.Count;

    /// <summary>Finds a token. Allocates no string for the text.</summary>
    public VerifiedToken? Find(ReadOnlySpan<char> text) => _tokens.TryGetValue(text, out VerifiedToken? token) ? token : null;

    /// <summary>Adds a token.</summary>
    /// <param name="text">The token's text.</param>
    /// <param name="token">The verified token.</param>
    /// <param name="until">When the token leaves the cache.</param>
    /// <returns>True if the token was new. Of many requests with the same new token, one gets true.</returns>
    public bool TryAdd(string text, VerifiedToken token, DateTimeOffset until)
    {
        lock (_adding)
        {
            if (Find(text) is not null)
            {
                return false;
            }

            _tokens.Set(text, token, new MemoryCacheEntryOptions { AbsoluteExpiration = until, Size = Overhead + (4 * text.Length) });
            return true;
        }
    }

    public void Dispose() => _tokens.Dispose();

    private sealed class CacheClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
