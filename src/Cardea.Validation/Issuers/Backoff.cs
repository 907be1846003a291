using System.Security.Cryptography;

namespace Cardea.Validation.Issuers;

/// <summary>How long to wait before trying again: longer each time, and not all APIs at the same moment.</summary>
internal static class Backoff
{
    private const int First = 250;
    private const int Doublings = 4;

    /// <summary>Between nothing and half a second at first, between two and four seconds in the end.</summary>
    /// <param name="failures">How often it has failed in a row.</param>
    public static TimeSpan After(int failures)
    {
        var longest = First << Math.Min(failures, Doublings);
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(failures > 1 ? longest / 2 : 0, longest));
    }
}
