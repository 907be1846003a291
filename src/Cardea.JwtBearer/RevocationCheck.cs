using Cardea.Tokens;
using Cardea.Validation.Issuers;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.JwtBearer;

/// <summary>Says what is wrong with a token that the stock handler has verified.</summary>
internal sealed class RevocationCheck(IIssuer issuer, TimeProvider clock) : IDisposable
{
    // Receipts are sent once. Of more tokens at a time, some are sent again, which does no harm.
    private const int Remembered = 100_000;

    private readonly MemoryCache _received = new(new MemoryCacheOptions { SizeLimit = Remembered, Clock = new CacheClock(clock) });

    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public async ValueTask<string?> FindFaultAsync(SecurityToken token)
    {
        if (token is not JsonWebToken { Typ: TokenIssuer.TokenType or $"application/{TokenIssuer.TokenType}" } jwt
            || !AccessTokenId.TryParse(jwt.Id, out var id)
            || !jwt.TryGetPayloadValue("sid", out string session)
            || session != id.SessionId.ToString())
        {
            return "Not an access token of Cardea.";
        }

        if (await issuer.RefusesAsync(id))
        {
            return "Revoked.";
        }

        if (!_received.TryGetValue(id, out _))
        {
            _received.Set(id, value: true, new MemoryCacheEntryOptions { AbsoluteExpiration = jwt.ValidTo, Size = 1 });
            issuer.NoteReceipt(id);
        }

        return null;
    }

    public void Dispose() => _received.Dispose();

    private sealed class CacheClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
