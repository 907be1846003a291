using Cardea;
using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Invitations;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.PostgreSql;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Statistics;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the production store.</summary>
public static class CardeaPostgreSqlBuilderExtensions
{
    /// <summary>
    /// Keeps sessions, users and keys in the schema <c>cardea</c> of a PostgreSQL database, version 15 or newer. Call <see
    /// cref="ISchema.MigrateAsync"/> first: it creates the schema and brings it up to date.
    /// </summary>
    /// <param name="builder">What <c>AddCardea</c> returned.</param>
    /// <param name="connectionString">
    /// A connection string in Npgsql's form, <c>Host=…;Username=…;Password=…;Database=…</c>, or a URL,
    /// <c>postgres://user:password@host:port/database?sslmode=require</c>. The default of <c>Maximum Pool Size</c> is 20. The
    /// kinds of requests share these connections, and up to four more connections rotate refresh tokens. Cardea detects PgBouncer
    /// in transaction mode. It then prepares statements only if <c>Max Auto Prepare</c> is set, and a warning says what to set on
    /// the role.
    /// </param>
    /// <param name="directConnectionString">
    /// The same database without a pooler in between, for the one connection that listens for revocations (<c>LISTEN</c>). <see
    /// langword="null"/> if there is no pooler. Behind a pooler in transaction mode, and without this, a node learns the
    /// revocations of other nodes within a second instead of at once.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="SetupException">
    /// There is a store already. If a connection string is wrong, the exception is thrown when the store is resolved.
    /// </exception>
    public static CardeaBuilder AddPostgreSql(this CardeaBuilder builder, string connectionString, string? directConnectionString = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddStore(nameof(AddPostgreSql));
        var services = builder.Services;
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
        services.AddSingleton<IExternalStore, PostgreSqlExternalStore>();
        services.AddSingleton<IAttemptStore, PostgreSqlAttemptStore>();
        services.AddSingleton<ICodeStore, PostgreSqlCodeStore>();
        services.AddSingleton<IInvitationStore, PostgreSqlInvitationStore>();
        services.AddSingleton<IOutbox, PostgreSqlOutbox>();
        services.AddSingleton<IEventStore, PostgreSqlEventStore>();
        services.AddSingleton<IKeyStore, PostgreSqlKeyStore>();
        services.AddSingleton<IStatisticsStore, PostgreSqlStatisticsStore>();
        services.AddSingleton<Announcements>();
        services.AddSingleton<IRevocationHints, PostgreSqlRevocationHints>();
        services.AddSingleton<ISweeper, PostgreSqlSweeper>();
        return builder;
    }
}
