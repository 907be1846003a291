namespace Cardea.Tests.Revocation.Model;

/// <summary>A set of logouts, by their numbers.</summary>
internal readonly record struct LogoutSet(byte Bits)
{
    public bool IsEmpty => Bits == 0;

    public bool Contains(int logout) => (Bits & (1 << logout)) != 0;

    public LogoutSet With(int logout) => new((byte)(Bits | (1 << logout)));

    public LogoutSet Union(LogoutSet other) => new((byte)(Bits | other.Bits));

    public LogoutSet Intersect(LogoutSet other) => new((byte)(Bits & other.Bits));

    public LogoutSet Except(LogoutSet other) => new((byte)(Bits & ~other.Bits));

    /// <summary>The numbers, from the lowest on.</summary>
    public IEnumerable<int> All()
    {
        for (var logout = 0; logout < 8; logout++)
        {
            if (Contains(logout))
            {
                yield return logout;
            }
        }
    }

    public override string ToString() => string.Join(" and ", All());
}
