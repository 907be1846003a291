using Cardea;
using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Invitations;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Sqlite;
using Cardea.Statistics;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the embedded store.</summary>
public static class CardeaSqliteBuilderExtensions
{
    /// <summary>
    /// Keeps sessions, users and keys in an SQLite file. Call <see cref="ISchema.MigrateAsync"/> first: it creates the file,
    /// which only this user can read, and brings it up to date.
    /// </summary>
    /// <param name="builder">What <c>AddCardea</c> returned.</param>
    /// <param name="connectionString">
    /// Names the file: <c>Data Source=data/cardea.db</c>. <c>Data Source=:memory:</c> is a database for tests, which is gone with the app. <c>Default Timeout</c> is how long to wait for a lock that another
    /// process holds, in seconds. Default 5.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="SetupException">
    /// There is a store already. If the connection string names no file, the exception is thrown when the store is resolved.
    /// </exception>
    public static CardeaBuilder AddSqlite(this CardeaBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddStore(nameof(AddSqlite));
        var services = builder.Services;
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
        services.AddSingleton<IExternalStore, SqliteExternalStore>();
        services.AddSingleton<IAttemptStore, SqliteAttemptStore>();
        services.AddSingleton<ICodeStore, SqliteCodeStore>();
        services.AddSingleton<IInvitationStore, SqliteInvitationStore>();
        services.AddSingleton<IOutbox, SqliteOutbox>();
        services.AddSingleton<IEventStore, SqliteEventStore>();
        services.AddSingleton<IKeyStore, SqliteKeyStore>();
        services.AddSingleton<IStatisticsStore, SqliteStatisticsStore>();
        services.AddSingleton<ISweeper, SqliteSweeper>();
        return builder;
    }
}
