using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>A user as the endpoints see them, whichever store keeps them.</summary>
/// <param name="Id">Names the user.</param>
/// <param name="Email">Their e-mail address.</param>
/// <param name="EmailVerified">Whether they have shown that it is theirs.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="SecurityStamp">
/// The stamp of the credential that was checked, for the store to compare when it inserts the session;
/// <see langword="null"/> when the users live in another store than the sessions.
/// </param>
/// <param name="SessionEpoch">
/// How often all sessions of the user were ended, read before the credential was checked: the store compares it when it inserts
/// the session.
/// </param>
/// <param name="SecondFactors">What a password does not sign in without, one of them; none when it does. See <see cref="Factors.SecondFactor"/>.</param>
internal sealed record Account(
    UserId Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, string? SecurityStamp, long SessionEpoch, IReadOnlyList<string> SecondFactors);
