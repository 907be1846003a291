using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Revocation.Model;

/// <summary>A node that polls the table.</summary>
/// <param name="Cursor">Where it goes on reading, once it has read the whole table.</param>
/// <param name="Known">The logouts in its index.</param>
/// <param name="Read">Its entries as it read them under the cursor's identity, with their xids.</param>
/// <param name="FullRead">The full read that it is in the middle of, if any.</param>
internal readonly record struct Node(Cursor? Cursor, LogoutSet Known, Few<RevocationRow> Read, FullRead? FullRead);
