using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>A row of the table of revocations.</summary>
/// <param name="Logout">Which logout it belongs to.</param>
/// <param name="Xid">The transaction that wrote it.</param>
/// <param name="Half">The half of the range of keys that it lies in: a full read takes one half per page.</param>
/// <param name="Written">When it was written.</param>
internal readonly record struct RevocationRow(Small Logout, Small Xid, Small Half, Small Written);
