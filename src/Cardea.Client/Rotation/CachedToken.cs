namespace Cardea.Client.Rotation;

/// <summary>An access token in memory. A class, so that printing it shows no token.</summary>
internal sealed class CachedToken
{
    public required string Value { get; init; }

    /// <summary>When the request that brought the token was sent. The token's lifetime counts from here.</summary>
    public required Instant Sent { get; init; }

    public required TimeSpan Lifetime { get; init; }

    /// <summary>True if the token replaces one that an API had refused.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>Returns how long the token lives on, or zero if that is not known.</summary>
    public TimeSpan Remaining(TimeProvider clock) =>
        Sent.Elapsed(clock) is { } elapsed && elapsed < Lifetime ? Lifetime - elapsed : TimeSpan.Zero;
}
