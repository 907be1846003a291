namespace Cardea.PostgreSql;

/// <summary>A commit that waits neither for the disk nor for a standby. A crash of the database may undo it.</summary>
internal static class QuickCommit
{
    /// <summary>An expression for a statement. It applies to the current transaction only, also behind a pooler.</summary>
    public const string Setting = "set_config('synchronous_commit', 'off', true)";
}
