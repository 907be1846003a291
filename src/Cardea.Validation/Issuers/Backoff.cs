using System.Security.Cryptography;

namespace Cardea.Validation.Issuers;

/// <summary>Computes the pause before the next attempt. The pause grows, and differs between APIs.</summary>
internal static class Backoff
{
    private const int First = 250;
    private const int Doublings = 4;

    /// <summary>Returns between zero and half a second at first, and between two and four seconds in the end.</summary>
    /// <param name="failures">The number of failures in a row.</param>
    public static TimeSpan After(int failures)
    {
        var longest = First << Math.Min(failures, Doublings);
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(failures > 1 ? longest / 2 : 0, longest));
    }
}
