using System.Threading.RateLimiting;

namespace Cardea.AspNetCore.Revocation;

/// <summary>
/// How many receipts a resource API may send. An API that sends too many, by mistake or because it was taken over, takes
/// nothing from the others.
/// </summary>
internal sealed class ReceiptQuotas : IDisposable
{
    /// <summary>How long an API waits while earlier receipts of its own are still to be written.</summary>
    public static readonly TimeSpan WaitForRoom = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<string> _limiter;

    /// <summary>With the quotas of the contract: 10,000 a second, and 50,000 at once.</summary>
    public ReceiptQuotas()
        : this(perSecond: 10_000, atOnce: 50_000)
    {
    }

    /// <summary>With other quotas.</summary>
    /// <param name="perSecond">How many a second, for as long as it likes.</param>
    /// <param name="atOnce">How many at once, after a pause.</param>
    internal ReceiptQuotas(int perSecond, int atOnce)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce,
            TokensPerPeriod = (int)(perSecond * Period.TotalSeconds),
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        };
        _limiter = PartitionedRateLimiter.Create<string, string>(
            api => RateLimitPartition.GetTokenBucketLimiter(api, _ => bucket), StringComparer.Ordinal);
    }

    /// <summary>Takes receipts off the quota of an API.</summary>
    /// <returns>How long to wait before sending them again; <see langword="null"/> if they are within the quota.</returns>
    public TimeSpan? FindWait(string api, int receipts)
    {
        using var lease = _limiter.AttemptAcquire(api, receipts);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Period;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
