using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Whom a session belongs to and how they proved it: what its access tokens say.</summary>
/// <param name="UserId">The user.</param>
/// <param name="AuthTime">When the user proved who they are (OpenID Connect Core, section 2: <c>auth_time</c>).</param>
/// <param name="Amr">How, by the values of RFC 8176, such as <c>pwd</c>.</param>
/// <param name="Roles">The current roles; <see langword="null"/> when the users live in another store and must be asked there.</param>
internal sealed record SessionSubject(
    UserId UserId,
    DateTimeOffset AuthTime,
    IReadOnlyList<string> Amr,
    IReadOnlyList<string>? Roles);
