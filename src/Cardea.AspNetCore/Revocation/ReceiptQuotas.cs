using System.Threading.RateLimiting;

namespace Cardea.AspNetCore.Revocation;

/// <summary>
/// Limits the receipts of each resource API. An API that sends too many, by mistake or after an attack, does not use up the share of
/// the others.
/// </summary>
internal sealed class ReceiptQuotas : IDisposable
{
    /// <summary>The pause that an API is told while its earlier receipts are not written yet.</summary>
    public static readonly TimeSpan WaitForRoom = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<string> _limiter;

    /// <summary>Uses the quotas of the contract: 10,000 a second, and 50,000 at once.</summary>
    public ReceiptQuotas()
        : this(perSecond: 10_000, atOnce: 50_000)
    {
    }

    /// <summary>Uses other quotas.</summary>
    /// <param name="perSecond">The continuous rate of receipts a second.</param>
    /// <param name="atOnce">The most receipts at once, after a pause.</param>
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

    /// <summary>Takes receipts from the quota of an API.</summary>
    /// <returns>The pause before the API may send the receipts again; <see langword="null"/> if they are within the quota.</returns>
    public TimeSpan? FindWait(string api, int receipts)
    {
        using var lease = _limiter.AttemptAcquire(api, receipts);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Period;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
