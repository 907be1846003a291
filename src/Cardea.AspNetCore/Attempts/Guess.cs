using Cardea.AspNetCore.Challenges;

namespace Cardea.AspNetCore.Attempts;

/// <summary>The result of one guess at a credential.</summary>
/// <typeparam name="T">The result of a right guess.</typeparam>
internal abstract record Guess<T>
    where T : class
{
    private Guess()
    {
    }

    /// <summary>The guess was right.</summary>
    public sealed record Right(T Value) : Guess<T>;

    /// <summary>The guess was wrong, and counts.</summary>
    public sealed record Wrong : Guess<T>;

    /// <summary>There were too many guesses before, so nothing was compared.</summary>
    /// <param name="Pause">When the next guess may be made.</param>
    public sealed record Refused(AttemptPause Pause) : Guess<T>;
}
