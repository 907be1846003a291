using Cardea;
using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.PostgreSql;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the production store.</summary>
public static class CardeaPostgreSqlServiceCollectionExtensions
{
    /// <summary>
    /// Keeps sessions, users and keys in the schema <c>cardea</c> of a PostgreSQL database, version 15 or newer. Call
    /// <see cref="ISchema.MigrateAsync"/> before anything else: it makes the schema and brings it up to date.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">
    /// <c>Host=…;Username=…;Password=…;Database=…</c> in Npgsql's form, or a URL
    /// <c>postgres://user:password@host:port/database?sslmode=require</c>. <c>Maximum Pool Size</c> is 20 unless set, shared
    /// out to the kinds of requests; up to four more connections rotate. PgBouncer in transaction mode is noticed: nothing is
    /// prepared then, unless <c>Max Auto Prepare</c> says so, and a warning says what to set on the role.
    /// </param>
    /// <param name="directConnectionString">
    /// The same database without a pooler in between, for the one connection that listens for revocations (<c>LISTEN</c>);
    /// <see langword="null"/> where there is no pooler. Behind one in transaction mode, and without this, revocations of other
    /// nodes are known within a second instead of at once.
    /// </param>
    /// <exception cref="SetupException">When the store is resolved: a connection string is wrong.</exception>
    public static IServiceCollection AddCardeaPostgreSql(this IServiceCollection services, string connectionString, string? directConnectionString = null)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<CardeaOptions>>().Value);
        services.AddSingleton(provider => new PostgreSqlDatabase(
            connectionString, directConnectionString, provider.GetService<ILogger<PostgreSqlDatabase>>() ?? NullLogger<PostgreSqlDatabase>.Instance));
        services.AddSingleton<MissingPartitions>();
        services.AddSingleton<ISchema, PostgreSqlSchema>();
        services.AddSingleton<PostgreSqlSessionStore>();
        services.AddSingleton<ISessionStore>(static services => services.GetRequiredService<PostgreSqlSessionStore>());
        services.AddSingleton<IRotationStore>(static services => services.GetRequiredService<PostgreSqlSessionStore>());
        services.AddSingleton<IRevocationStore>(static services => services.GetRequiredService<PostgreSqlSessionStore>());
        services.AddSingleton<IAccountStore, PostgreSqlAccountStore>();
        services.AddSingleton<IAttemptStore, PostgreSqlAttemptStore>();
        services.AddSingleton<ICodeStore, PostgreSqlCodeStore>();
        services.AddSingleton<IOutbox, PostgreSqlOutbox>();
        services.AddSingleton<IEventStore, PostgreSqlEventStore>();
        services.AddSingleton<IKeyStore, PostgreSqlKeyStore>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<IRevocationHints, PostgreSqlRevocationHints>();
        services.AddSingleton<ISweeper, PostgreSqlSweeper>();
        return services;
    }
}
