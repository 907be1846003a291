using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Rotation;

/// <summary>The result of a refresh.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    /// <summary>The session goes on with these tokens.</summary>
    public sealed record Refreshed(IssuedTokens Tokens) : RefreshOutcome;

    /// <summary>The session does not go on.</summary>
    /// <param name="Outcome">Why. A <see cref="RotationOutcome.Continued"/> means that the account of the app's user is gone or disabled.</param>
    public sealed record Refused(RotationOutcome Outcome) : RefreshOutcome;
}
