using System.Security.Cryptography;

namespace Cardea.Client.Rotation;

/// <summary>The access token of a session for one audience, and the pause after a refresh that failed.</summary>
internal sealed class TokenSlot(TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // An issuer, or a proxy before it, that asks for more is mistaken.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private CachedToken? _token;
    private CardeaClientException? _failure;
    private Instant _failed;
    private TimeSpan _pause;
    private int _failures;

    public CachedToken? Token
    {
        get
        {
            lock (_lock)
            {
                return _token;
            }
        }
    }

    /// <summary>True if nothing is lost when the slot is thrown away.</summary>
    public bool IsSpent => (Token?.Remaining(clock) ?? TimeSpan.Zero) == TimeSpan.Zero && Refusal(force: false) is null;

    public void Keep(CachedToken token)
    {
        lock (_lock)
        {
            (_token, _failure, _failures) = (token, null, 0);
        }
    }

    /// <summary>Begins a pause, as long as the issuer asks for; otherwise one that grows.</summary>
    public void Fail(CardeaClientException failure)
    {
        lock (_lock)
        {
            var longest = FirstPause * (1 << Math.Min(_failures++, 5));
            var own = (longest < LongestPause ? longest : LongestPause) * (RandomNumberGenerator.GetInt32(500, 1000) / 1000.0);
            var asked = failure.RetryAfter is { } retryAfter && retryAfter < LongestRetryAfter ? retryAfter : failure.RetryAfter is null ? TimeSpan.Zero : LongestRetryAfter;
            (_failure, _failed, _pause) = (failure, Instant.Now(clock), asked > own ? asked : own);
        }
    }

    /// <summary>Returns the failure of the last refresh while its pause goes on, with the rest of the pause.</summary>
    /// <param name="force">Whether to end the pause, unless the issuer has asked for it.</param>
    public CardeaClientException? Refusal(bool force)
    {
        lock (_lock)
        {
            // After a sleep the network may be back.
            return _failure is null || _failed.Elapsed(clock) is not { } elapsed || elapsed >= _pause || (force && _failure.RetryAfter is null)
                ? null
                : _failure.Again(_pause - elapsed);
        }
    }
}
