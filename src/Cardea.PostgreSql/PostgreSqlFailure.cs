using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Cardea.PostgreSql;

/// <summary>Explains the errors of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlFailure
{
    /// <summary>Says what is wrong with the database. <see langword="null"/> if our statement is wrong.</summary>
    public static string? Reason(Exception exception) => exception switch
    {
        PostgresException { SqlState: ReadOnlySqlTransaction } => "is read-only: it is a standby, or being switched over",
        PostgresException { SqlState: DiskFull } => "has no room left on its disk",
        PostgresException { SqlState: TooManyConnections } => "has no connection left",
        PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow } => "is shutting down or starting",
        PostgresException { SqlState: ProtocolViolation } => "can't be reached through its pooler",
        PostgresException { SqlState: QueryCanceled or LockNotAvailable } => "took too long",
        PostgresException { SqlState: SerializationFailure or DeadlockDetected } => "is too busy: transactions conflicted",
        PostgresException { SqlState: UndefinedTable or InvalidSchemaName } => "has no schema of Cardea: run 'cardea migrate'",
        PostgresException { SqlState: InsufficientPrivilege } => "does not give this user the right to do it",

        // Data, constraints, syntax: a bug of ours.
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } => null,
        PostgresException answer => $"answers with SQLSTATE {answer.SqlState}",
        NpgsqlException or TimeoutException or SocketException or IOException => "does not answer",
        _ => null,
    };

    /// <summary>True if the whole transaction was rolled back because of other transactions. Then it can be tried again.</summary>
    public static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: SerializationFailure or DeadlockDetected };

    /// <summary>
    /// True if a row (locked or refused) caused the failure, and not the database. Then the other rows of a batch can still
    /// succeed.
    /// </summary>
    public static bool IsOfOneRow(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException) is PostgresException
        {
            SqlState: LockNotAvailable or not (['0', '8', ..] or ['2', '5', ..] or ['5', '3' or '5' or '7' or '8', ..]),
        };

    /// <summary>
    /// True if PostgreSQL stopped waiting for a synchronous standby. The commit then succeeds with a warning, but a failover
    /// would lose it (https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION-HA).
    /// </summary>
    public static bool IsUnconfirmedCommit(PostgresNotice notice) => notice.SqlState == Warning;

    /// <summary>True if the connection is broken. The idle connections are then probably broken too.</summary>
    public static bool IsOfConnection(Exception exception) =>
        exception is NpgsqlException and not PostgresException or PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow };

    /// <summary>True if the failure may pass: by itself, or because an operator starts the server.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        // A pooler that can't reach its server reports the same code, with another text.
        PostgresException { SqlState: ProtocolViolation } refused => !refused.MessageText.Contains("startup parameter", StringComparison.Ordinal),
        PostgresException { SqlState: AdminShutdown or CrashShutdown or CannotConnectNow or TooManyConnections or QueryCanceled or LockNotAvailable } => true,
        PostgresException or ArgumentException or { InnerException: AuthenticationException } => false,
        _ when IsWithoutTls(exception) => false,
        _ => true,
    };

    // Npgsql has no type and no code for it.
    private static bool IsWithoutTls(Exception exception) =>
        exception is NpgsqlException and not PostgresException && exception.Message.Contains("SSL", StringComparison.Ordinal) && exception.Message.Contains("No SSL", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says in one line why the store can't be used with this setup, and how to fix it.</summary>
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
        _ when IsWithoutTls(exception) =>
            $"PostgreSQL at {settings.Location} offers no TLS, and SSL Mode in ConnectionStrings:Cardea asks for it: set ssl = on in its postgresql.conf, or another SSL Mode.",
        _ => $"No PostgreSQL answers at {settings.Location}: start it, or correct Host and Port in ConnectionStrings:Cardea.",
    };
}
