using Cardea;
using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Sqlite;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the embedded store.</summary>
public static class CardeaSqliteServiceCollectionExtensions
{
    /// <summary>
    /// Keeps sessions, users and keys in an SQLite file. Call <see cref="ISchema.MigrateAsync"/> before anything else: it
    /// makes the file, readable for this user only, and brings it up to date.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">
    /// Names the file: <c>Data Source=data/cardea.db</c>. With <c>Default Timeout</c>, in seconds, how long to wait for a
    /// lock that another process holds; 5 unless set.
    /// </param>
    /// <exception cref="SetupException">When the store is resolved: the connection string names no file.</exception>
    public static IServiceCollection AddCardeaSqlite(this IServiceCollection services, string connectionString)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<CardeaOptions>>().Value);
        services.AddSingleton(_ => new SqliteDatabase(connectionString));
        services.AddSingleton<ISchema, SqliteSchema>();
        services.AddSingleton<SqliteSessionStore>();
        services.AddSingleton<ISessionStore>(static services => services.GetRequiredService<SqliteSessionStore>());
        services.AddSingleton<IRotationStore>(static services => services.GetRequiredService<SqliteSessionStore>());
        services.AddSingleton<IRevocationStore>(static services => services.GetRequiredService<SqliteSessionStore>());
        services.AddSingleton<IAccountStore, SqliteAccountStore>();
        services.AddSingleton<IAttemptStore, SqliteAttemptStore>();
        services.AddSingleton<ICodeStore, SqliteCodeStore>();
        services.AddSingleton<IOutbox, SqliteOutbox>();
        services.AddSingleton<IEventStore, SqliteEventStore>();
        services.AddSingleton<IKeyStore, SqliteKeyStore>();
        services.AddSingleton<ISweeper, SqliteSweeper>();
        return services;
    }
}
