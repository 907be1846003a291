using Cardea.Validation.Issuers;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Says whether an access token is accepted now. Its signature is verified once; its expiry, its key and the revocations
/// are looked at every time.
/// </summary>
internal sealed class AccessTokenCheck : IDisposable
{
    private readonly CardeaBearerOptions _options;
    private readonly IIssuer _issuer;
    private readonly TimeProvider _clock;
    private readonly VerifiedTokenCache _cache;

    public AccessTokenCheck(CardeaBearerOptions options, IIssuer issuer)
    {
        _options = options;
        _issuer = issuer;
        _clock = options.TimeProvider ?? TimeProvider.System;
        _cache = new(options.CacheSize, _clock);
        Validator = new(options, issuer, _clock);
    }

    /// <summary>Verifies tokens that the cache does not know.</summary>
    public AccessTokenValidator Validator { get; }

    /// <summary>How many tokens need not be verified again.</summary>
    public int Remembered => _cache.Count;

    /// <summary>Checks a token.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public ValueTask<AccessTokenValidation> CheckAsync(ReadOnlyMemory<char> text) =>
        text.Length <= CompactToken.MaximumLength && _cache.Find(text.Span) is { } token
            ? CurrentAsync(token)
            : VerifyAsync(text.ToString());

    public void Dispose() => _cache.Dispose();

    private async ValueTask<AccessTokenValidation> VerifyAsync(string text)
    {
        var validation = await Validator.ValidateIgnoringExpiryAsync(text);
        if (validation is AccessTokenValidation.Accepted { Token: var token })
        {
            validation = await CurrentAsync(token);
            if (validation is AccessTokenValidation.Accepted && _cache.TryAdd(text, token, token.ExpiresAt + _options.ClockSkew))
            {
                _issuer.NoteReceipt(token.Id);
            }
        }

        return validation;
    }

    private ValueTask<AccessTokenValidation> CurrentAsync(VerifiedToken token)
    {
        if (_clock.GetUtcNow() - _options.ClockSkew >= token.ExpiresAt)
        {
            return new(new AccessTokenValidation.Refused("Expired."));
        }

        if (_issuer.FindKey(token.KeyId) is null)
        {
            return new(new AccessTokenValidation.Refused("Signed by a key that is not accepted any more."));
        }

        var refuses = _issuer.RefusesAsync(token.Id);
        return refuses.IsCompletedSuccessfully ? new(Answer(refuses.Result, token)) : AnswerAsync(refuses, token);
    }

    private static async ValueTask<AccessTokenValidation> AnswerAsync(ValueTask<bool> refuses, VerifiedToken token) => Answer(await refuses, token);

    private static AccessTokenValidation Answer(bool refuses, VerifiedToken token) =>
        refuses ? new AccessTokenValidation.Refused("Revoked.") : new AccessTokenValidation.Accepted(token);
}
