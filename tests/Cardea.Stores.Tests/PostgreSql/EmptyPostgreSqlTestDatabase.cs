namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database without tables.</summary>
public sealed class EmptyPostgreSqlTestDatabase : PostgreSqlTestDatabase
{
    protected override string Origin => "template1";
}
