using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Cardea.Validation.Tokens;

/// <summary>Tokens that were verified here, by their exact text, so that a signature is checked once per token and node.</summary>
/// <param name="size">How much memory they may take, in bytes; when it is full, the least recently used make room.</param>
/// <param name="clock">Tells when they have expired.</param>
internal sealed class VerifiedTokenCache(long size, TimeProvider clock) : IDisposable
{
    // Measured: what a token takes beside its text, and the texts of its claims when there are many.
    private const int Overhead = 1024;

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = size, Clock = new CacheClock(clock) });
    private readonly Lock _adding = new();

    /// <summary>How many there are.</summary>
    public int Count => _tokens.Count;

    /// <summary>Finds a token without making a string of its text.</summary>
    public VerifiedToken? Find(ReadOnlySpan<char> text) => _tokens.TryGetValue(text, out VerifiedToken? token) ? token : null;

    /// <summary>Adds a token.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="token">What it says.</param>
    /// <param name="until">When it has expired.</param>
    /// <returns>Whether it was not there: of many requests that bring a new token at once, one is told so.</returns>
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
