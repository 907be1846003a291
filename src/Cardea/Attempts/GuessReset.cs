using Cardea.Tokens;

namespace Cardea.Attempts;

/// <summary>The wrong guesses that a store forgets, in the transaction of a sign-in or of a change.</summary>
/// <param name="Password">The password whose guesses are forgotten; null for none.</param>
/// <param name="SecondFactor">The second factor whose guesses are forgotten; null for none.</param>
/// <param name="IsNewPassword">True if the account has a new password. A sign-in does not lift the demand for a new password.</param>
internal sealed record GuessReset(AttemptKey? Password, AttemptKey? SecondFactor, bool IsNewPassword = false)
{
    /// <summary>The owner has signed in, with all factors.</summary>
    public static GuessReset OfSignIn(string email, UserId user) => new(AttemptKey.OfPassword(email), AttemptKey.OfSecondFactor(user));

    /// <summary>The owner has read a mail.</summary>
    public static GuessReset OfMailedCode(string email) => new(AttemptKey.OfPassword(email), SecondFactor: null);

    /// <summary>The account has a new password.</summary>
    public static GuessReset OfNewPassword(string email, UserId user) => new(AttemptKey.OfPassword(email), AttemptKey.OfSecondFactor(user), IsNewPassword: true);
}
