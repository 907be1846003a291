namespace Cardea.Attempts;

/// <summary>The outcome of reserving an attempt.</summary>
internal abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>The attempt may be made. It counts until it is given back.</summary>
    /// <param name="Counted">The keys that it counts for, each with the end of its window.</param>
    public sealed record Reserved(IReadOnlyList<(AttemptKey Key, DateTimeOffset Until)> Counted) : AttemptReservation;

    /// <summary>There were too many attempts. This one must not be made, even if the credential is right.</summary>
    /// <param name="Until">When the next one may be made.</param>
    public sealed record Refused(DateTimeOffset Until) : AttemptReservation;
}
