namespace Cardea.Revocation;

/// <summary>Revocations read from the store since a cursor.</summary>
/// <param name="Revocations">Those written since; some may come again, adding them twice does no harm.</param>
/// <param name="Cursor">Where to go on reading; only the store can read it.</param>
public sealed record RevocationPage(IReadOnlyList<RevokedSession> Revocations, string Cursor);
