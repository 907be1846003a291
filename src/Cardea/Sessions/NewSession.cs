using Cardea.Audit;
using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>A session about to be stored.</summary>
/// <param name="FirstToken">Its refresh token of generation 0, which holds the session's id.</param>
/// <param name="Subject">Who signed in, and how.</param>
/// <param name="Device">What signed in.</param>
/// <param name="SecurityStamp">
/// The user's security stamp at the moment the credential was checked; the session is stored only if it is still the
/// current one. <see langword="null"/> when the users live in another store.
/// </param>
/// <param name="SessionEpoch">
/// The user's session epoch before the credential was checked; the session is stored only if all sessions of the user have
/// not been ended since.
/// </param>
/// <param name="CreatedAt">Now, by this node's clock; the store may know better.</param>
/// <param name="Event">The sign-in, as the audit has it; it is stored with the session.</param>
internal sealed record NewSession(
    RefreshToken FirstToken,
    SessionSubject Subject,
    ClientDevice Device,
    string? SecurityStamp,
    long SessionEpoch,
    DateTimeOffset CreatedAt,
    SecurityEvent Event)
{
    /// <summary>The id of the session.</summary>
    public SessionId Id => FirstToken.SessionId;

    /// <summary>A session that begins <paramref name="now"/>, and is a <paramref name="kind"/> in the audit.</summary>
    public static NewSession Of(
        RefreshToken firstToken, SessionSubject subject, ClientDevice device, string? securityStamp, long sessionEpoch, SecurityEventKind kind, DateTimeOffset now) => new(
        firstToken,
        subject,
        device,
        securityStamp,
        sessionEpoch,
        now,
        SecurityEvent.Of(kind, subject.UserId, firstToken.SessionId, device, now, string.Join(' ', subject.Amr)));
}
