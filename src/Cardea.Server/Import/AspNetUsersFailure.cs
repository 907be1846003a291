using System.Net.Sockets;
using Cardea.PostgreSql;
using Npgsql;

namespace Cardea.Server.Import;

/// <summary>Says in one line why another service's users can't be read, and how to fix it.</summary>
internal static class AspNetUsersFailure
{
    /// <exception cref="SetupException">The settings can't be read.</exception>
    public static ConnectionSettings Guard(Func<ConnectionSettings> read)
    {
        try
        {
            return read();
        }
        catch (SetupException exception)
        {
            throw Renamed(exception.Message, exception);
        }
    }

    /// <exception cref="SetupException">The users can't be read.</exception>
    public static async Task<T> GuardAsync<T>(ConnectionSettings settings, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException or SocketException)
        {
            throw Renamed(Explain(exception, settings), exception);
        }
    }

    private static string Explain(Exception exception, ConnectionSettings settings) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            $"The user '{settings.UserName}' may not read \"AspNetUsers\", \"AspNetUserRoles\", \"AspNetRoles\", \"AspNetUserTokens\" or \"AspNetUserLogins\" in {settings.Location}: grant it USAGE on their schema and SELECT on them.",
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction } =>
            $"The tables in {settings.Location} are not those that EF Core makes for ASP.NET Core Identity: export the users as JSON lines, and import them with --file.",
        _ => PostgreSqlFailure.Explain(exception, settings),
    };

    // The messages name the setting of Cardea's own database. Here the setting is --from.
    private static SetupException Renamed(string message, Exception exception) =>
        new(message.Replace("ConnectionStrings:Cardea", "--from", StringComparison.Ordinal), exception);
}
