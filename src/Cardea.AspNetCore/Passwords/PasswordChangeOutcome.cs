using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Passwords;

/// <summary>The result of a password change.</summary>
internal abstract record PasswordChangeOutcome
{
    private PasswordChangeOutcome()
    {
    }

    /// <summary>The password is changed, and the session goes on.</summary>
    public sealed record Changed(IssuedTokens Tokens) : PasswordChangeOutcome;

    /// <summary>The new password is refused.</summary>
    /// <param name="Reasons">Why, for people.</param>
    public sealed record Weak(string[] Reasons) : PasswordChangeOutcome;

    /// <summary>The refresh token is of another session.</summary>
    public sealed record NotItsToken : PasswordChangeOutcome;

    /// <summary>The session does not go on.</summary>
    /// <param name="Outcome">Why.</param>
    /// <param name="Proof">What the request proved.</param>
    public sealed record SessionRefused(RotationOutcome Outcome, SessionProof Proof) : PasswordChangeOutcome;

    /// <summary>A credential has changed since the old password was checked.</summary>
    public sealed record Overtaken : PasswordChangeOutcome;
}
