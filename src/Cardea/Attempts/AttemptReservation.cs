namespace Cardea.Attempts;

/// <summary>The outcome of reserving an attempt.</summary>
internal abstract record AttemptReservation
{
    private AttemptReservation()
    {
    }

    /// <summary>The attempt may be made. It counts until it is given back.</summary>
    /// <param name="Counted">The keys that it counts for, each with the end of its window.</param>
    public sealed record Reserved(IReadOnlyList<(AttemptKey Key, DateTimeOffset Until)> Counted) : AttemptReservation
    {
        /// <summary>The guess that it counts as; null for an attempt that is no guess.</summary>
        public GuessLimit? Guess { get; init; }

        /// <summary>When the first of the wrong guesses in a row was made.</summary>
        public DateTimeOffset GuessedSince { get; init; }
    }

    /// <summary>There were too many attempts. This one must not be made, even if the credential is right.</summary>
    /// <param name="Until">When the next one may be made.</param>
    /// <param name="IsAllowanceUsedUp">True if the limit of wrong guesses in a row refuses it: waiting does not help.</param>
    public sealed record Refused(DateTimeOffset Until, bool IsAllowanceUsedUp = false) : AttemptReservation;
}
