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
using Cardea.Statistics;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cardea.AspNetCore.Hosting;

/// <summary>
/// Stands for the store until one is added. An app without a store is told so in one line; otherwise the container would report each
/// service that needs a store.
/// </summary>
internal static class MissingStore
{
    /// <summary>Adds what every store adds, for an app that has no store yet.</summary>
    public static void AddMissingStore(this IServiceCollection services)
    {
        Add<ISchema>(services);
        Add<ISessionStore>(services);
        Add<IRotationStore>(services);
        Add<IRevocationStore>(services);
        Add<IAccountStore>(services);
        Add<IExternalStore>(services);
        Add<IAttemptStore>(services);
        Add<ICodeStore>(services);
        Add<IInvitationStore>(services);
        Add<IOutbox>(services);
        Add<IEventStore>(services);
        Add<IKeyStore>(services);
        Add<IStatisticsStore>(services);
        Add<ISweeper>(services);
    }

    private static void Add<T>(IServiceCollection services)
        where T : class =>
        services.TryAddSingleton<T>(static _ => throw new SetupException(
            "Cardea has no store: add one to what AddCardea returns, such as .AddSqlite(\"Data Source=data/app.db\") or .AddPostgreSql(connectionString)."));
}
