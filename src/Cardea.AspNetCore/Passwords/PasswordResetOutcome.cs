using Cardea.AspNetCore.Challenges;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Passwords;

/// <summary>The result of a password reset.</summary>
internal abstract record PasswordResetOutcome
{
    private PasswordResetOutcome()
    {
    }

    /// <summary>The new password is set, and all sessions are ended.</summary>
    /// <param name="Owner">The user.</param>
    public sealed record Done(UserId Owner) : PasswordResetOutcome;

    /// <summary>The network has sent too many wrong codes.</summary>
    /// <param name="Pause">The pause before the next one.</param>
    public sealed record TooMany(AttemptPause Pause) : PasswordResetOutcome;

    /// <summary>The code was used, has expired, or is void.</summary>
    public sealed record InvalidCode : PasswordResetOutcome;

    /// <summary>The new password is refused. The code stays good.</summary>
    /// <param name="Reasons">Why, for people.</param>
    public sealed record Weak(string[] Reasons) : PasswordResetOutcome;
}
