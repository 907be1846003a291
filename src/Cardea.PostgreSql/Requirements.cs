using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>The requirements on a database, beside its version. They are checked before anything is created in it.</summary>
internal static class Requirements
{
    private const string Question =
        """
        SELECT current_setting('server_encoding'),
               current_setting('standard_conforming_strings'),
               (current_schemas(true))[1],
               current_setting('session_replication_role'),
               NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'on'
        """;

    /// <exception cref="SetupException">The database does not meet a requirement. The message names it and the fix.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var found = await connection.RunAsync(new NpgsqlBatchCommand(Question), row => Check(row, settings), cancellationToken);
        if (found is [{ Count: > 0 } findings])
        {
            throw new SetupException(findings);
        }
    }

    private static IReadOnlyList<string> Check(NpgsqlDataReader row, ConnectionSettings settings)
    {
        var database = settings.DatabaseName;
        (bool Wrong, string Finding)[] rules =
        [
            (row.GetString(0) != "UTF8", $"has the encoding {row.GetString(0)}, which cannot store every name: run CREATE DATABASE \"{database}\" ENCODING 'UTF8' TEMPLATE template0 under another name or in its place, and correct Database in ConnectionStrings:Cardea."),
            (row.GetString(1) != "on", Reset("standard_conforming_strings", "off, which reads a backslash in a text as something else")),
            (row.GetText(2) != "pg_catalog", Reset("search_path", "such that other functions come before PostgreSQL's own")),
            (row.GetString(3) != "origin", Reset("session_replication_role", $"{row.GetString(3)}, which turns off the checks of references")),
            (row.GetBoolean(4), Reset("default_transaction_read_only", "on, and Cardea writes")),
        ];
        return [.. rules.Where(static rule => rule.Wrong).Select(rule => $"The database {settings.Location} {rule.Finding}")];

        string Reset(string parameter, string value) =>
            $"has {parameter} {value}: run ALTER DATABASE \"{database}\" RESET {parameter}, ALTER ROLE \"{settings.UserName}\" RESET {parameter}, or correct postgresql.conf and Options in ConnectionStrings:Cardea.";
    }
}
