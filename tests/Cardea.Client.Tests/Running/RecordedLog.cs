using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cardea.Client.Tests.Running;

/// <summary>Everything that is logged, as text.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = [];

    public IEnumerable<string> Lines => _lines.Select(static line => line.Text);

    public IEnumerable<int> Events => _lines.Select(static line => line.Id);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
