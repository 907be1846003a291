using System.Threading.Channels;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Looks up the passwords of sign-ins among breached ones, in the background: no sign-in waits for it. The queue keeps the
/// <see cref="BreachKey"/> of a password and never the password. What does not fit in the queue, waits when the app stops, or can't
/// be asked is looked up at the next sign-in.
/// </summary>
internal sealed partial class BreachedSignIns(
    BreachedPasswords breached, Postbox postbox, IServiceScopeFactory scopes, TimeProvider clock, ILogger<BreachedSignIns> logger) : RepeatingService(clock, logger)
{
    /// <summary>The maximum number of sign-ins that wait.</summary>
    public const int Capacity = 1_000;

    // A sign-in wakes the service. The interval is for what waits after a failure.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Channel<Seen> _queue = Channel.CreateBounded<Seen>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly BreachMemory _memory = new(clock);

    /// <summary>Has the password of a sign-in looked up soon, unless it is known to be breached or the queue is full. Never waits.</summary>
    /// <param name="account">The account, as it was when its password was right.</param>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="caller">Who signs in. A mail is in the language of the caller.</param>
    public void Note(Account account, string password, Caller caller)
    {
        if (!breached.HasSource || account.IsPasswordBreached || PasswordText.Compose(password) is not { } composed)
        {
            return;
        }

        if (_queue.Writer.TryWrite(new(account.Id, account.SecurityStamp, BreachKey.Of(composed), postbox.LanguageOf(caller))))
        {
            Wake();
        }
        else
        {
            breached.CountDropped();
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Pause() => Interval;

    /// <inheritdoc/>
    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        while (_queue.Reader.TryRead(out var seen))
        {
            await CheckAsync(seen, stoppingToken);
        }
    }

    /// <inheritdoc/>
    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogNotNoted(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    private async Task CheckAsync(Seen seen, CancellationToken stoppingToken)
    {
        if (await FindAsync(seen.Key, stoppingToken) is not true)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        if (await accounts.NoteBreachedAsync(seen.User, seen.SecurityStamp, postbox.WriteBreach(seen.User, seen.Language), stoppingToken))
        {
            LogBreached(Logger, seen.User);
            postbox.Wake();
        }
    }

    private async Task<bool?> FindAsync(string key, CancellationToken stoppingToken)
    {
        if (_memory.Recall(key) is { } known)
        {
            return known;
        }

        var found = await breached.FindAsync(key, stoppingToken);
        if (found is { } isBreached)
        {
            _memory.Remember(key, isBreached);
        }

        return found;
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "User {User} signed in with a password that is among breached ones")]
    private static partial void LogBreached(ILogger logger, UserId user);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "A breached password was not noted after a sign-in: the store can't be asked")]
    private static partial void LogNotNoted(ILogger logger, Exception exception);

    // A class, so that printing it shows no key.
    private sealed class Seen(UserId user, string? securityStamp, string key, string? language)
    {
        public UserId User => user;

        public string? SecurityStamp => securityStamp;

        public string Key => key;

        public string? Language => language;
    }
}
