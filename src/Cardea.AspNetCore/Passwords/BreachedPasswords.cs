using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Says if a password is in a known data breach: by the file, the range API, both or neither, as the operator has set. If a
/// source can't be asked, the password counts as not breached, with a log line and a count: a service elsewhere must not
/// stop people from signing up.
/// </summary>
internal sealed partial class BreachedPasswords(CardeaOptions options, IMeterFactory meters, ILogger<BreachedPasswords> logger) : IDisposable
{
    private readonly BreachedFile? _file = options.Passwords.BreachedFile is { Length: > 0 } path ? BreachedFile.Open(path) : null;
    private readonly BreachedRange? _range = options.Passwords.BreachedRange is { Length: > 0 } address ? new(address) : null;
    private readonly Counter<long> _checks = meters.Create("Cardea").CreateCounter<long>(
        "cardea.password.breach.checks", "{check}", "Passwords that were looked up among breached ones, by what came of it.");

    /// <summary>True if the operator has set a source.</summary>
    public bool HasSource => _file is not null || _range is not null;

    /// <summary>True if the password is known to be breached.</summary>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<bool> ContainAsync(string password, CancellationToken cancellationToken) =>
        HasSource && PasswordText.Compose(password) is { } composed && await FindAsync(BreachKey.Of(composed), cancellationToken) is true;

    /// <summary>True if a key is known to be breached; null if a source can't be asked, and no other source knows the key.</summary>
    /// <param name="key">The <see cref="BreachKey"/> of a password.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<bool?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var inFile = _file is null ? false : await AskAsync("file", () => Task.Run(() => _file.Contains(key), cancellationToken), cancellationToken);
        if (inFile is true || _range is null)
        {
            return inFile;
        }

        var inRange = await AskAsync("range", () => _range.ContainsAsync(key, cancellationToken), cancellationToken);
        return inRange is false ? inFile : inRange;
    }

    /// <summary>Counts a password that is not looked up, because too many wait.</summary>
    public void CountDropped() => Count("queue", "dropped");

    public void Dispose()
    {
        _file?.Dispose();
        _range?.Dispose();
    }

    private async Task<bool?> AskAsync(string source, Func<Task<bool>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var isBreached = await ask();
            Count(source, isBreached ? "breached" : "unknown");
            return isBreached;
        }
        catch (Exception exception) when (
            exception is IOException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Count(source, "failed");
            LogFailed(logger, source, exception.Message);
            return null;
        }
    }

    private void Count(string source, string outcome) =>
        _checks.Add(1, KeyValuePair.Create<string, object?>("source", source), KeyValuePair.Create<string, object?>("outcome", outcome));

    // Without the exception: its text may have the address, whose end is a piece of the key.
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "A password was not looked up among breached ones, and counts as not breached: the {Source} can't be asked. {Reason}")]
    private static partial void LogFailed(ILogger logger, string source, string reason);
}
