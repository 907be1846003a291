using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>A full read after its first page.</summary>
/// <param name="Begun">The identity and the snapshot of the first page.</param>
/// <param name="Committed">What was committed when the read began.</param>
/// <param name="Read">The rows of the first page.</param>
internal readonly record struct FullRead(Cursor Begun, LogoutSet Committed, Few<RevocationRow> Read);
