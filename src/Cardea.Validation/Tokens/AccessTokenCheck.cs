namespace Cardea.Validation.Tokens;

/// <summary>
/// Says whether an access token is accepted now. Its signature is verified once; its expiry, its key and the revocations
/// are looked at every time.
/// </summary>
internal sealed class AccessTokenCheck : IDisposable
{
    private readonly CardeaBearerOptions _options;
    private readonly TimeProvider _clock;
    private readonly VerifiedTokenCache _cache;

    public AccessTokenCheck(CardeaBearerOptions options)
    {
        _options = options;
        _clock = options.TimeProvider ?? TimeProvider.System;
        _cache = new(options.CacheSize, _clock);
        Validator = new(options, _clock);
    }

    /// <summary>Verifies tokens that the cache does not know.</summary>
    public AccessTokenValidator Validator { get; }

    /// <summary>How many tokens need not be verified again.</summary>
    public int Remembered => _cache.Count;

    /// <summary>Checks a token.</summary>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public ValueTask<AccessTokenValidation> CheckAsync(ReadOnlyMemory<char> text) =>
        text.Length <= CompactToken.MaximumLength && _cache.Find(text.Span) is { } token
            ? new(Current(token))
            : VerifyAsync(text.ToString());

    public void Dispose() => _cache.Dispose();

    private async ValueTask<AccessTokenValidation> VerifyAsync(string text)
    {
        var validation = await Validator.ValidateIgnoringExpiryAsync(text);
        if (validation is AccessTokenValidation.Accepted { Token: var token })
        {
            validation = Current(token);
            if (validation is AccessTokenValidation.Accepted && _cache.TryAdd(text, token, token.ExpiresAt + _options.ClockSkew))
            {
                _options.NoteReceipt?.Invoke(token.Id);
            }
        }

        return validation;
    }

    private AccessTokenValidation Current(VerifiedToken token)
    {
        if (_clock.GetUtcNow() - _options.ClockSkew >= token.ExpiresAt)
        {
            return new AccessTokenValidation.Refused("Expired.");
        }

        if (_options.FindKey!(token.KeyId) is null)
        {
            return new AccessTokenValidation.Refused("Signed by a key that is not accepted any more.");
        }

        return _options.Revocations!.Refuses(token.Id)
            ? new AccessTokenValidation.Refused("Revoked.")
            : new AccessTokenValidation.Accepted(token);
    }
}
