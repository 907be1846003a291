using Cardea.Sessions;

namespace Cardea.Rotation;

/// <summary>What the session's row says at the moment a refresh token is presented.</summary>
/// <param name="Generation">The generation of the current refresh token.</param>
/// <param name="Parent">The oldest generation that is repeated within the grace.</param>
/// <param name="Proved">The highest generation that is known to be received.</param>
/// <param name="Recalls">How often the session's access tokens were recalled.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret.</param>
/// <param name="RotatedAt">The time of the last move, or of the first proof of the current generation.</param>
/// <param name="IsLive">Neither the session has been ended nor its account disabled.</param>
/// <param name="Subject">Whose session it is.</param>
/// <param name="RevocationLife">How long a revocation of it must be kept.</param>
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
