namespace Cardea.Tests.Revocation.Model;

/// <summary>Where a reader goes on.</summary>
internal readonly record struct Cursor(Identity Identity, Snapshot Snapshot);
