using Cardea.Attempts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Challenges;

/// <summary>Reserves attempts. When an allowance is used up, a solved challenge of the app lifts it for one request.</summary>
internal sealed partial class ChallengedAttempts(
    IServiceScopeFactory scopes, IServiceProviderIsService registered, TimeProvider clock, ILogger<ChallengedAttempts> logger)
{
    // A user waits for the answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly bool _isRegistered = registered.IsService(typeof(IChallenge));

    /// <summary>Reserves an attempt.</summary>
    /// <param name="possible">The answer of the request; null if the request takes none.</param>
    /// <param name="reserve">Reserves the attempt. True lifts every allowance but that of wrong guesses in a row.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The reservation. Or null, and the pause.</returns>
    public async Task<(AttemptReservation.Reserved? Reserved, AttemptPause Pause)> ReserveAsync(
        PossibleAnswer? possible, Func<bool, Task<AttemptReservation>> reserve, CancellationToken cancellationToken)
    {
        var reservation = await reserve(false);
        var isDue = false;

        // A challenge does not lift the limit of guesses in a row, so it would be solved for nothing.
        if (reservation is AttemptReservation.Refused { IsAllowanceUsedUp: false } && possible is not null && _isRegistered)
        {
            isDue = !await possible.IsSolvedAsync(answer => CheckAsync(answer, cancellationToken));
            if (!isDue)
            {
                reservation = await reserve(true);
            }
        }

        return reservation is AttemptReservation.Refused refused
            ? (null, new(refused.Until - clock.GetUtcNow(), isDue))
            : ((AttemptReservation.Reserved)reservation, default);
    }

    private async Task<bool> CheckAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // A challenge that does not watch its token holds up no request either.
            return await AskAsync(answer, either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, exception, answer.Purpose);
            return false;
        }
    }

    // The challenge may outlive the request, so it has a scope of its own.
    private async Task<bool> AskAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IChallenge>().IsSolvedAsync(answer, cancellationToken);
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The challenge for {Purpose} threw or took more than five seconds, so it counts as not solved")]
    private static partial void LogFailed(ILogger logger, Exception exception, ChallengePurpose purpose);
}
