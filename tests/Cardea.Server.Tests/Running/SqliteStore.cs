namespace Cardea.Server.Tests.Running;

/// <summary>The embedded database, where the server makes it unless told otherwise.</summary>
public sealed class SqliteStore : TestStore
{
    public override IReadOnlyList<(string Name, string Value)> Settings { get; } = [];
}
