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

namespace Cardea.Stores.Tests.Contract;

/// <summary>A node: a store opened the way an application opens it, independent of every other one on the same database.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Node(string connectionString, CardeaOptions options, TimeProvider clock)
    {
        var services = new ServiceCollection().AddSingleton(options).AddSingleton(clock);
        _services = AddStore(services, connectionString).BuildServiceProvider();
    }

    internal ISessionStore Sessions => _services.GetRequiredService<ISessionStore>();

    internal IRotationStore Rotations => _services.GetRequiredService<IRotationStore>();

    internal IRevocationStore Revocations => _services.GetRequiredService<IRevocationStore>();

    internal IAccountStore Accounts => _services.GetRequiredService<IAccountStore>();

    internal IExternalStore External => _services.GetRequiredService<IExternalStore>();

    internal IAttemptStore Attempts => _services.GetRequiredService<IAttemptStore>();

    internal ICodeStore Codes => _services.GetRequiredService<ICodeStore>();

    internal IInvitationStore Invitations => _services.GetRequiredService<IInvitationStore>();

    internal IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    internal IEventStore Events => _services.GetRequiredService<IEventStore>();

    internal IKeyStore Keys => _services.GetRequiredService<IKeyStore>();

    internal IStatisticsStore Statistics => _services.GetRequiredService<IStatisticsStore>();

    internal ISweeper Sweeper => _services.GetRequiredService<ISweeper>();

    public ISchema Schema => _services.GetRequiredService<ISchema>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static IServiceCollection AddStore(IServiceCollection services, string connectionString)
    {
        var cardea = new CardeaBuilder(services);
        return (connectionString.StartsWith("Data Source=", StringComparison.Ordinal) ? cardea.AddSqlite(connectionString) : cardea.AddPostgreSql(connectionString)).Services;
    }
}
