using Cardea.Sessions;

namespace Cardea.Rotation;

/// <summary>The session's row at the moment a refresh token is presented.</summary>
/// <param name="Generation">The generation of the current refresh token.</param>
/// <param name="Parent">The oldest generation that gets the current token again within the grace.</param>
/// <param name="Proved">The highest generation that is known to be received.</param>
/// <param name="Recalls">How often the session's access tokens were recalled.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret.</param>
/// <param name="RotatedAt">The time of the last move, or of the first proof of the current generation.</param>
/// <param name="IsLive">True if the session has not been ended and its account is not disabled.</param>
/// <param name="Subject">The subject of the session.</param>
/// <param name="RevocationLife">How long a revocation of the session must be kept.</param>
internal sealed record SessionRow(
    int Generation,
    int Parent,
    int Proved,
    int Recalls,
    ReadOnlyMemory<byte> TokenHash,
    DateTimeOffset RotatedAt,
    bool IsLive,
    SessionSubject Subject,
    TimeSpan RevocationLife);
