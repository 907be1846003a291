using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Verifies the properties of access tokens that never change (RFC 9068, section 4, and RFC 8725). This class checks spelling and
/// shape, because the library accepts several of each. The library checks signature, issuer and audience.
/// </summary>
internal sealed partial class AccessTokenValidator(CardeaBearerOptions options, IIssuer issuer, TimeProvider clock, ILogger logger)
{
    /// <summary>The reason against a token of another audience.</summary>
    public const string AnotherAudience = "For another audience.";

    private static readonly JsonWebTokenHandler Library = new();

    private bool _saidAnotherIssuer;

    /// <summary>Verifies a token, but not its expiry and revocation.</summary>
    /// <exception cref="StoreUnavailableException">The keys are not known.</exception>
    public async ValueTask<AccessTokenValidation> ValidateIgnoringExpiryAsync(string text)
    {
        if (CompactToken.Read(text) is not { } parts)
        {
            return new AccessTokenValidation.Refused("Not a signed JWT in its one spelling.");
        }

        if (TokenJson.ReadHeader(parts.Header) is not { IsAccessToken: true } header)
        {
            return new AccessTokenValidation.Refused("Not the header of an access token.");
        }

        if (TokenJson.ReadPayload(parts.Payload) is not { } payload || !payload.TryReadId(out var id))
        {
            return new AccessTokenValidation.Refused("Not the claims of an access token.");
        }

        if (await FindKeyAsync(header.Kid) is not { } key)
        {
            return new AccessTokenValidation.Refused("Signed by a key that is not accepted.");
        }

        var result = await Library.ValidateTokenAsync(text, Parameters(key, payload));
        if (result.IsValid)
        {
            return new AccessTokenValidation.Accepted(new(id, header.Kid, payload));
        }

        // The library verifies the signature first, so the name is the issuer's own. It is logged once.
        if (result.Exception is SecurityTokenInvalidIssuerException && !Interlocked.Exchange(ref _saidAnotherIssuer, true))
        {
            LogAnotherIssuer(logger, issuer.Name, payload.Iss);
        }

        return new AccessTokenValidation.Refused(ReasonOf(result.Exception));
    }

    // An unknown key id causes no request to the issuer while the known keys are fresh.
    private async ValueTask<SecurityKey?> FindKeyAsync(string id)
    {
        if (issuer.FindKey(id) is { } key)
        {
            return key;
        }

        await issuer.KeepFreshAsync();
        return issuer.FindKey(id);
    }

    private TokenValidationParameters Parameters(SecurityKey key, TokenPayload payload) => new()
    {
        ValidIssuer = issuer.Name,
        ValidAudiences = options.Audiences,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        ValidTypes = TokenHeader.Types,
        ValidAlgorithms = TokenHeader.Algorithms,
        IssuerSigningKeyResolver = (_, _, _, _) => [key],
        TryAllIssuerSigningKeys = false,

        // Uses the app's clock. TokenStanding checks the expiry on every request.
        LifetimeValidator = (_, _, _, _) => payload.NotBefore - options.ClockSkew <= clock.GetUtcNow(),
    };

    private static string ReasonOf(Exception exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => "Of another issuer.",
        SecurityTokenInvalidAudienceException => AnotherAudience,
        SecurityTokenInvalidLifetimeException => "Not good yet.",
        SecurityTokenInvalidSignatureException => "The signature is wrong.",
        _ => "Refused by the JWT library.",
    };

    [LoggerMessage(EventId = 612, Level = LogLevel.Error, Message = "An access token that {Expected} has signed names the issuer '{Issuer}': Authority must be exactly that name")]
    private static partial void LogAnotherIssuer(ILogger logger, string expected, string issuer);
}
