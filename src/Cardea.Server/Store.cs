namespace Cardea.Server;

/// <summary>Chooses the store by the connection string.</summary>
internal static class Store
{
    private const string Embedded = "Data Source=data/cardea.db";

    public static void AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Cardea") ?? configuration["DATABASE_URL"] ?? Embedded;
        if (connectionString.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            services.AddCardeaSqlite(connectionString);
        }
        else
        {
            // The value stays out of the message: it may hold a password.
            throw new SetupException("ConnectionStrings:Cardea is not understood: it must begin with 'Data Source=' (SQLite), such as 'Data Source=data/cardea.db'.");
        }
    }
}
