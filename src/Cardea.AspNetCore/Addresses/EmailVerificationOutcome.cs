using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Passwords;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Addresses;

/// <summary>The result of a code that shows whose an address is.</summary>
internal abstract record EmailVerificationOutcome
{
    private EmailVerificationOutcome()
    {
    }

    /// <summary>The address is the user's.</summary>
    /// <param name="Owner">The user.</param>
    public sealed record Verified(UserId Owner) : EmailVerificationOutcome;

    /// <summary>The code was used, has expired, or is void.</summary>
    public sealed record InvalidCode : EmailVerificationOutcome;

    /// <summary>Meanwhile the address went to another account.</summary>
    public sealed record Taken : EmailVerificationOutcome;

    /// <summary>The request does not show that the account is the caller's. The code stays valid.</summary>
    /// <param name="Methods">The ways to show it: see <see cref="AddressProof"/>.</param>
    public sealed record ProofRequired(IReadOnlyList<string> Methods) : EmailVerificationOutcome;

    /// <summary>The password of the account is not right, or was not compared. The code stays valid.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record PasswordRefused(PasswordOutcome.Refusal Refusal) : EmailVerificationOutcome;

    /// <summary>The passkey is not one of the account. The code stays valid.</summary>
    public sealed record PasskeyRefused : EmailVerificationOutcome;

    /// <summary>The new password is refused. The code stays valid.</summary>
    /// <param name="Reasons">Why, for people.</param>
    public sealed record Weak(string[] Reasons) : EmailVerificationOutcome;

    /// <summary>Too many wrong codes were typed for the address.</summary>
    /// <param name="Pause">When the next one may be typed.</param>
    public sealed record TooMany(AttemptPause Pause) : EmailVerificationOutcome;

    /// <summary>The session of the request is over.</summary>
    public sealed record SessionOver : EmailVerificationOutcome;
}
