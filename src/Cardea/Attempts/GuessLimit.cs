namespace Cardea.Attempts;

/// <summary>
/// A guess at one credential of one account. Strangers and known devices have separate allowances, so strangers can't lock the
/// owner out of a device that the owner uses.
/// </summary>
/// <param name="Key">The credential.</param>
/// <param name="Allowance">Whose allowance the guess uses.</param>
/// <param name="AtOnce">How many wrong guesses in a row strangers may make without a pause: see <see cref="AttemptRules.PerAccount"/>.</param>
/// <param name="IsAfterPassword">True for a guess at a second factor after the right password.</param>
internal sealed record GuessLimit(AttemptKey Key, GuessAllowance Allowance, int AtOnce, bool IsAfterPassword = false)
{
    /// <summary>The most wrong guesses in a row of one allowance. Both allowances together are the limit of NIST SP 800-63B-4, section 3.2.2.</summary>
    public const int MostInARow = 50;

    /// <summary>After this many wrong codes in a row from strangers who know the password, the account needs a new password.</summary>
    public const int MostAfterPassword = 10;

    /// <summary>The pause between two guesses of strangers, once they have made <see cref="AtOnce"/> in a row.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>How long wrong guesses are remembered after the last one. Addresses without an account fill no disk.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>The limit for a caller who has solved a challenge: there is no pause, and <see cref="MostInARow"/> stays.</summary>
    public GuessLimit WithoutPause => this with { AtOnce = MostInARow };
}
