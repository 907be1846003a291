using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>The user of a session, and how they proved their identity. Access tokens contain this data.</summary>
/// <param name="UserId">The user.</param>
/// <param name="AuthTime">The time when the user proved their identity (OpenID Connect Core, section 2: <c>auth_time</c>).</param>
/// <param name="Amr">How the user proved their identity, by the values of RFC 8176, such as <c>pwd</c>.</param>
/// <param name="Roles">The current roles; <see langword="null"/> if the users live in another store. The roles must then be read there.</param>
internal sealed record SessionSubject(
    UserId UserId,
    DateTimeOffset AuthTime,
    IReadOnlyList<string> Amr,
    IReadOnlyList<string>? Roles)
{
    /// <summary>True if a sign-in found the user's password among breached ones. No token contains this. Always false if the users live in another store.</summary>
    public bool IsPasswordBreached { get; init; }
}
