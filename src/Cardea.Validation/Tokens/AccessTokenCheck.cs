using Cardea.Validation.Issuers;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Checks whether an access token is accepted now. The signature is verified once. Expiry, key and revocations are checked
/// every time.
/// </summary>
internal sealed class AccessTokenCheck : IDisposable
{
    private readonly CardeaBearerOptions _options;
    private readonly IIssuer _issuer;
    private readonly TokenStanding _standing;
    private readonly VerifiedTokenCache _cache;

    public AccessTokenCheck(CardeaBearerOptions options, IIssuer issuer, ILogger logger)
    {
        _options = options;
        _issuer = issuer;
        var clock = options.TimeProvider ?? TimeProvider.System;
        _standing = new(issuer, options.ClockSkew, clock);
        _cache = new(options.CacheSize, clock);
        Validator = new(options, issuer, clock, logger);
    }

    /// <summary>Verifies tokens that are not in the cache.</summary>
    public AccessTokenValidator Validator { get; }

    /// <summary>The number of tokens in the cache.</summary>
    public int Remembered => _cache.Count;

    /// <summary>Checks a token.</summary>
    /// <exception cref="StoreUnavailableException">The keys or revocations are not known, or too old.</exception>
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
        var fault = _standing.FindFaultAsync(token.Id, token.Key.Id, token.ExpiresAt);
        return fault.IsCompletedSuccessfully ? new(Answer(fault.Result, token)) : AnswerAsync(fault, token);
    }

    private static async ValueTask<AccessTokenValidation> AnswerAsync(ValueTask<string?> fault, VerifiedToken token) => Answer(await fault, token);

    private static AccessTokenValidation Answer(string? fault, VerifiedToken token) =>
        fault is null ? new AccessTokenValidation.Accepted(token) : new AccessTokenValidation.Refused(fault);
}
