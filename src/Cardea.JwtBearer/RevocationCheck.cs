using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Connections;
using Cardea.Validation.Issuers;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.JwtBearer;

/// <summary>Says what is wrong with a token that the stock handler has verified.</summary>
internal sealed class RevocationCheck(IIssuer issuer, JwtBearerOptions options, TimeProvider clock) : IDisposable
{
    // Receipts are sent once. Of more tokens at a time, some are sent again, which does no harm.
    private const int Remembered = 100_000;

    private readonly TokenStanding _standing = new(issuer, options.TokenValidationParameters.ClockSkew, clock);
    private readonly MemoryCache _received = new(new MemoryCacheOptions { SizeLimit = Remembered, Clock = new CacheClock(clock) });

    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public async ValueTask<string?> FindFaultAsync(SecurityToken token, HttpContext context)
    {
        // The key that the handler has verified it with: an app can tell the handler to verify nothing.
        if (token is not JsonWebToken { Typ: TokenIssuer.TokenType or $"application/{TokenIssuer.TokenType}", SigningKey: { KeyId: { } keyId } } jwt
            || keyId != jwt.Kid
            || !AccessTokenId.TryParse(jwt.Id, out var id)
            || !jwt.TryGetPayloadValue("sid", out string session)
            || session != id.SessionId.ToString())
        {
            return "Not an access token of Cardea.";
        }

        var expiresAt = new DateTimeOffset(DateTime.SpecifyKind(jwt.ValidTo, DateTimeKind.Utc));
        if (await _standing.FindFaultAsync(id, keyId, expiresAt) is { } fault)
        {
            return fault;
        }

        if (!_received.TryGetValue(id, out _))
        {
            _received.Set(id, value: true, new MemoryCacheEntryOptions { AbsoluteExpiration = expiresAt + issuer.ClockSkew, Size = 1 });
            issuer.NoteReceipt(id);
        }

        context.Features.Set(new AcceptedKey(keyId));
        return null;
    }

    public void Dispose() => _received.Dispose();

    private sealed class CacheClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
