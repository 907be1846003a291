using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Devices;
using Cardea.External;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>A session to be stored.</summary>
/// <param name="FirstToken">The refresh token of generation 0, which holds the session's id.</param>
/// <param name="Subject">The user who signed in, and how they proved their identity.</param>
/// <param name="Device">The device that signed in.</param>
/// <param name="SecurityStamp">
/// The user's security stamp when the credential was checked. The session is stored only if this stamp is still current. <see langword="null"/> if
/// the users live in another store.
/// </param>
/// <param name="SessionEpoch">
/// The user's session epoch before the credential was checked. The session is stored only if the user's sessions have not all been ended
/// since.
/// </param>
/// <param name="CreatedAt">The time by this node's clock. The store may use its own clock instead.</param>
/// <param name="Event">The event of the sign-in for the audit. The event is stored with the session.</param>
internal sealed record NewSession(
    RefreshToken FirstToken,
    SessionSubject Subject,
    ClientDevice Device,
    string? SecurityStamp,
    long SessionEpoch,
    DateTimeOffset CreatedAt,
    SecurityEvent Event)
{
    /// <summary>The wrong guesses that are forgotten with the sign-in; null for none.</summary>
    public GuessReset? Resets { get; init; }

    /// <summary>The sign-in at a provider that the session begins with; null for none.</summary>
    public ProviderSignIn? Provider { get; init; }

    /// <summary>The time when the user proved their identity, if it is not now.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>What the sign-in has to do with the trust in its device.</summary>
    public DeviceTrust Trust { get; init; } = new();

    /// <summary>The id of the session.</summary>
    public SessionId Id => FirstToken.SessionId;

    /// <summary>Creates a session that begins <paramref name="now"/>. Its event in the audit is a <paramref name="kind"/>.</summary>
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
