using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database on the server that all tests share, reached through a PgBouncer in transaction mode.</summary>
public class PgBouncerTestDatabase : PostgreSqlTestDatabase
{
    private static readonly Lazy<Task<PgBouncer>> Between = new(static async () => await PgBouncer.StartAsync(await Shared.Value));

    private PgBouncer? _bouncer;

    public override string ConnectionString => _bouncer!.ConnectionString(Name);

    public override async Task CreateAsync()
    {
        Assert.SkipUnless(PgBouncer.Exists || Environment.GetEnvironmentVariable("CI") == "true", "There is no PgBouncer here.");
        await base.CreateAsync();
        _bouncer = await FindBouncerAsync();
    }

    /// <summary>The one it is reached through.</summary>
    protected virtual Task<PgBouncer> FindBouncerAsync() => Between.Value;

    /// <summary>Stops it, if a test started it.</summary>
    public static async ValueTask StopBouncerAsync()
    {
        if (Between is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Between.Value).DisposeAsync();
        }
    }
}
