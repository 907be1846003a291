namespace Cardea.Server.Tests.Running;

/// <summary>Where the servers of a test keep their data: empty at first, and gone with the test.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Where the servers run.</summary>
    public string Directory => _directory.FullName;

    /// <summary>What tells a server to keep its data here.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>What this machine has not got that it takes; then its tests skip.</summary>
    public virtual string? Missing => null;

    /// <summary>Makes it.</summary>
    public virtual Task CreateAsync() => Task.CompletedTask;

    public void SkipIfMissing() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    public virtual ValueTask DisposeAsync()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal Task<CardeaProcess> StartAsync(params (string Name, string Value)[] settings) =>
        CardeaProcess.StartAsync(Directory, [.. Settings, .. settings]);

    internal ProgramRun Run(string[] arguments, params (string Name, string Value)[] settings) =>
        CardeaProcess.Run(Directory, arguments, [.. Settings, .. settings]);
}
