namespace Cardea.Attempts;

/// <summary>What asking for an attempt came to.</summary>
public abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>The attempt may be made. It counts, until it is given back.</summary>
    /// <param name="Counted">What it counts for, each with the end of the window that it counts in.</param>
    public sealed record Reserved(IReadOnlyList<(AttemptKey Key, DateTimeOffset Until)> Counted) : AttemptReservation;

    /// <summary>There were too many, and this one is not to be made, whatever it would come to.</summary>
    /// <param name="Until">When the next one may be made.</param>
    public sealed record Refused(DateTimeOffset Until) : AttemptReservation;
}
