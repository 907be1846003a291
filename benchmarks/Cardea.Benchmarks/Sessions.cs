using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Benchmarks;

/// <summary>Sessions that have ended.</summary>
internal static class Sessions
{
    private static readonly DateTimeOffset End = TimeProvider.System.GetUtcNow().AddDays(30);

    public static IEnumerable<RevokedSession> Ended(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return RevokedSession.Ended(SessionId.Create(End), TimeSpan.FromHours(1));
        }
    }
}
