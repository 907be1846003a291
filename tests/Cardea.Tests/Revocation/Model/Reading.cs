namespace Cardea.Tests.Revocation.Model;

/// <summary>What one statement of a node came to.</summary>
/// <param name="Database">The database, with what was written back.</param>
/// <param name="Node">The node.</param>
/// <param name="MustKnow">What the node must know now. Nothing in the middle of a full read.</param>
internal readonly record struct Reading(Database Database, Node Node, LogoutSet? MustKnow);
