using Cardea.Sessions;

namespace Cardea.Rotation;

/// <summary>What the session's row says at the moment a refresh token is presented.</summary>
/// <param name="Generation">How many times it has been rotated.</param>
/// <param name="Parent">The generation it was last reached from; <see langword="null"/> while it never moved.</param>
/// <param name="TokenHash">SHA-256 of the current token's secret.</param>
/// <param name="RotatedAt">When it last moved; at first, when it was created.</param>
/// <param name="Received">Whether there is a receipt for <paramref name="Generation"/>.</param>
/// <param name="Live">Neither the session has been ended nor its account disabled.</param>
/// <param name="Subject">Whose session it is.</param>
public sealed record SessionRow(
    int Generation,
    int? Parent,
    ReadOnlyMemory<byte> TokenHash,
    DateTimeOffset RotatedAt,
    bool Received,
    bool Live,
    SessionSubject Subject);
