using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Cardea.PostgreSql;

/// <summary>What errors of PostgreSQL mean for whoever asked (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlFailure
{
    /// <summary>What is the matter with the database; <see langword="null"/> when the mistake is in our statement.</summary>
    public static string? Reason(Exception exception) => exception switch
    {
        PostgresException { SqlState: ReadOnlySqlTransaction } => "is read-only: it is a standby, or being switched over",
        PostgresException { SqlState: DiskFull } => "has no room left on its disk",
        PostgresException { SqlState: TooManyConnections } => "has no connection left",
        PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow } => "is shutting down or starting",
        PostgresException { SqlState: ProtocolViolation } => "is out of reach of the pooler before it",
        PostgresException { SqlState: QueryCanceled or LockNotAvailable } => "took too long",
        PostgresException { SqlState: SerializationFailure or DeadlockDetected } => "is too busy: transactions were in each other's way",
        PostgresException { SqlState: UndefinedTable or InvalidSchemaName } => "has no schema of Cardea: run 'cardea migrate'",
        PostgresException { SqlState: InsufficientPrivilege } => "does not let this user do it",

        // Data, constraints, syntax: our mistake.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } => null,
        PostgresException answer => $"answers with SQLSTATE {answer.SqlState}",
        NpgsqlException or TimeoutException or SocketException or IOException => "does not answer",
        _ => null,
    };

    /// <summary>Whether the whole transaction was undone because of others, so that the same may be tried again.</summary>
    public static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: SerializationFailure or DeadlockDetected };

    /// <summary>Whether a row was the trouble (locked, or refused), and not the database: the others of a batch have nothing to fear.</summary>
    public static bool IsOfOneRow(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException) is PostgresException
        {
            SqlState: LockNotAvailable or not (['0', '8', ..] or ['2', '5', ..] or ['5', '3' or '5' or '7' or '8', ..]),
        };

    /// <summary>
    /// Whether the wait for a synchronous standby was given up: the commit then succeeds, with a warning, and would be lost in
    /// a failover (https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION-HA).
    /// </summary>
    public static bool IsUnconfirmedCommit(PostgresNotice notice) => notice.SqlState == Warning;

    /// <summary>Whether the connection is gone, and those beside it likely too.</summary>
    public static bool IsOfConnection(Exception exception) =>
        exception is NpgsqlException and not PostgresException or PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow };

    /// <summary>Whether it may be better in a moment, by itself or because somebody starts the server.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        // A pooler without its server says the same, with another text.
        PostgresException { SqlState: ProtocolViolation } refused => !refused.MessageText.Contains("startup parameter", StringComparison.Ordinal),
        PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow or TooManyConnections or QueryCanceled or LockNotAvailable } => true,
        PostgresException or ArgumentException or { InnerException: AuthenticationException } => false,
        _ => true,
    };

    /// <summary>Why the store can't be used as it is set up, and the fix, in one line.</summary>
    public static string Explain(Exception exception, ConnectionSettings settings) => exception switch
    {
        PostgresException { SqlState: InvalidPassword or InvalidAuthorizationSpecification } =>
            $"PostgreSQL at {settings.Location} does not let the user '{settings.UserName}' in: correct Username and Password in ConnectionStrings:Cardea, or the server's pg_hba.conf.",
        PostgresException { SqlState: InvalidCatalogName } =>
            $"PostgreSQL has no database {settings.Location}: run CREATE DATABASE \"{settings.DatabaseName}\", or correct Database in ConnectionStrings:Cardea.",
        PostgresException { SqlState: InsufficientPrivilege } =>
            $"The user '{settings.UserName}' may not make or change Cardea's tables in {settings.Location}: run GRANT CREATE ON DATABASE \"{settings.DatabaseName}\" TO \"{settings.UserName}\", or migrate as the user who owns the schema cardea.",
        PostgresException { SqlState: ReadOnlySqlTransaction } =>
            $"The database {settings.Location} is read-only: point ConnectionStrings:Cardea at the primary.",
        PostgresException { SqlState: ProtocolViolation } =>
            $"The pooler at {settings.Location} reaches no PostgreSQL, or refuses what ConnectionStrings:Cardea says: see its log, and leave out Options.",
        PostgresException answer =>
            $"The database {settings.Location} {Reason(answer) ?? $"answers with SQLSTATE {answer.SqlState}"}: see the server's log, and start again.",
        { InnerException: AuthenticationException } =>
            $"PostgreSQL at {settings.Location} and Cardea do not agree on TLS: correct SSL Mode and Root Certificate in ConnectionStrings:Cardea, or the server's certificate.",
        _ => $"No PostgreSQL answers at {settings.Location}: start it, or correct Host and Port in ConnectionStrings:Cardea.",
    };
}
