namespace Cardea.PostgreSql;

/// <summary>A commit that waits neither for the disk nor for a standby: a crash of the database may undo it.</summary>
internal static class QuickCommit
{
    /// <summary>To be asked for by a statement; it holds for its transaction alone, behind a pooler too.</summary>
    public const string Setting = "set_config('synchronous_commit', 'off', true)";
}
