using System.Data.Common;
using Cardea.AspNetCore.Settings;

namespace Cardea.Server;

/// <summary>Chooses the store by the connection string.</summary>
internal static class Store
{
    private const string Section = "ConnectionStrings";
    private const string Embedded = "Data Source=data/cardea.db";

    /// <summary>Adds the store that <c>ConnectionStrings:Cardea</c> names, or else <c>DATABASE_URL</c>.</summary>
    /// <exception cref="SetupException">The connection string names no store.</exception>
    public static void AddStore(this CardeaBuilder cardea, IConfiguration configuration)
    {
        CheckNames(configuration);
        string?[] found = [configuration.GetConnectionString("Cardea"), configuration["DATABASE_URL"]];
        var connectionString = found.FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text)) ?? Embedded;
        if (IsUrl(connectionString, "postgres") || IsUrl(connectionString, "postgresql") || Has(connectionString, "Host"))
        {
            cardea.AddPostgreSql(connectionString, configuration.GetConnectionString("CardeaDirect"));
        }
        else if (Has(connectionString, "Data Source"))
        {
            cardea.AddSqlite(connectionString);
        }
        else
        {
            // The message must not contain the value, which may hold a password.
            throw new SetupException(
                "ConnectionStrings:Cardea (or DATABASE_URL) is not understood: it must be 'Host=…;Username=…;Password=…;Database=…' or "
                + "'postgres://user:password@host/database' for PostgreSQL, or 'Data Source=data/cardea.db' for SQLite.");
        }
    }

    // A mistyped name would silently mean SQLite. The section may also hold names of other programs.
    private static void CheckNames(IConfiguration configuration)
    {
        var mistyped = configuration.GetChildren().Where(static root => IsAlmost(root.Key, Section))
            .Concat(configuration.GetSection(Section).GetChildren().Where(static name => IsAlmost(name.Key, "Cardea") || IsAlmost(name.Key, "CardeaDirect")));
        if (mistyped.FirstOrDefault() is { } found)
        {
            throw new SetupException($"Nothing reads {found.Path}: write {Section}:Cardea or {Section}:CardeaDirect (as an environment variable {Section}__Cardea).");
        }
    }

    private static bool IsAlmost(string name, string meant) => Spelling.Distance(name, meant) is 1 or 2;

    private static bool IsUrl(string connectionString, string scheme) =>
        connectionString.StartsWith($"{scheme}://", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string connectionString, string keyword)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey(keyword);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
