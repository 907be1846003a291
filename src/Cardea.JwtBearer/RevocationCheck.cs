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

/// <summary>Finds the fault of a token that the JwtBearer handler has verified.</summary>
internal sealed class RevocationCheck(IIssuer issuer, JwtBearerOptions options, TimeProvider clock) : IDisposable
{
    // A receipt is sent once. With more tokens than this, some receipts are sent again, which does no harm.
    private const int Remembered = 100_000;

    private readonly TokenStanding _standing = new(issuer, options.TokenValidationParameters.ClockSkew, clock);
    private readonly MemoryCache _received = new(new MemoryCacheOptions { SizeLimit = Remembered, Clock = new CacheClock(clock) });

    /// <summary>Returns the fault of a token; <see langword="null"/> if the token is accepted.</summary>
    /// <exception cref="StoreUnavailableException">The keys or revocations are not known, or too old.</exception>
    public async ValueTask<string?> FindFaultAsync(SecurityToken token, HttpContext context)
    {
        // Checks the key that the handler has used, because an app can configure the handler to verify nothing.
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
