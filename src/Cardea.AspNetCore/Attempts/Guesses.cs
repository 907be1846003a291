using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.Attempts;
using Cardea.Statistics;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Attempts;

/// <summary>
/// Limits how often credentials can be guessed, per account and per network of the caller. A guess is reserved before the
/// credential is compared, and given back if it was right: parallel guesses can't exceed the limit. Strangers and known devices have
/// separate allowances: see <see cref="GuessLimit"/>. A solved challenge lifts the allowances of a network, a device and a time, and never
/// the limit of guesses in a row.
/// </summary>
internal sealed class Guesses(IAttemptStore attempts, ChallengedAttempts challenges, CardeaOptions options, Tally tally, IMeterFactory meters)
{
    private readonly Counter<long> _refused = meters.Create("Cardea").CreateCounter<long>(
        "cardea.attempts.refused", "{attempt}", "Attempts that were not looked at, because there were too many before.");

    /// <summary>Makes a guess, if the limits allow one more.</summary>
    /// <param name="target">The credential; null for what no account has, such as a text that is no address. It counts for the network only.</param>
    /// <param name="caller">Where the guess comes from.</param>
    /// <param name="look">Compares the credential; null if it is wrong.</param>
    /// <param name="counts">True if a result counts as a guess. Default: null counts.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Guess<T>> MakeAsync<T>(
        GuessTarget? target, Caller caller, Func<Task<T?>> look, Predicate<T?>? counts = null, CancellationToken cancellationToken = default)
        where T : class =>
        await LookAsync(
            await challenges.ReserveAsync(caller.Challenge, isLifted => ReserveAsync(target, caller, isLifted, cancellationToken), cancellationToken), look, counts);

    /// <summary>Takes a one-time code or a passkey. A wrong one counts for the network: nobody guesses 256 bits, but each try costs work.</summary>
    /// <param name="caller">Where the code comes from.</param>
    /// <param name="look">Takes the code; null if it is wrong.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Guess<T>> TakeCodeAsync<T>(Caller caller, Func<Task<T?>> look, CancellationToken cancellationToken)
        where T : class =>
        await LookAsync(
            await challenges.ReserveAsync(
                possible: null,
                isLifted => attempts.ReserveAsync(OfNetworks(AttemptKey.OfCodesFrom, caller, isLifted), guess: null, cancellationToken),
                cancellationToken),
            look,
            counts: null);

    /// <summary>True if strangers who know the password of a user guessed too often at the second factor. The user then needs a new password.</summary>
    public Task<bool> NeedsNewPasswordAsync(UserId user, CancellationToken cancellationToken) =>
        attempts.NeedsNewPasswordAsync(AttemptKey.OfSecondFactor(user), cancellationToken);

    private async Task<AttemptReservation> ReserveAsync(GuessTarget? target, Caller caller, bool isLifted, CancellationToken cancellationToken)
    {
        var networks = OfNetworks(AttemptKey.OfGuessesFrom, caller, isLifted);
        if (target is null)
        {
            return await attempts.ReserveAsync(networks, guess: null, cancellationToken);
        }

        var guess = new GuessLimit(target.Key, GuessAllowance.Strangers, options.Attempts.PerAccount, target.IsAfterPassword);
        guess = isLifted ? guess.WithoutPause : guess;
        if (target.Device is not { } device)
        {
            return await attempts.ReserveAsync(networks, guess, cancellationToken);
        }

        var ofDevice = new AttemptLimit(AttemptKey.OfDevice(device), options.Attempts.PerAccount, options.Attempts.Window);
        var reservation = await attempts.ReserveAsync(
            [.. networks, isLifted ? ofDevice.Lifted : ofDevice],
            guess with { Allowance = GuessAllowance.KnownDevices },
            cancellationToken);

        // The credential is disabled only when both allowances are used up.
        return reservation is AttemptReservation.Refused { IsAllowanceUsedUp: true }
            ? await attempts.ReserveAsync(networks, guess, cancellationToken)
            : reservation;
    }

    private AttemptLimit[] OfNetworks(Func<CountedNetwork, AttemptKey> key, Caller caller, bool isLifted) =>
        [.. NetworkLimits.Of(caller, key, options.Attempts.PerNetwork, options.Attempts.Window).Select(limit => isLifted ? limit.Lifted : limit)];

    private async Task<Guess<T>> LookAsync<T>(
        (AttemptReservation.Reserved? Reserved, AttemptPause Pause) reservation, Func<Task<T?>> look, Predicate<T?>? counts)
        where T : class
    {
        if (reservation.Reserved is not { } reserved)
        {
            _refused.Add(1);
            tally.Add(Counted.AttemptRefused);
            return new Guess<T>.Refused(reservation.Pause);
        }

        T? found;
        try
        {
            found = await look();
        }
        catch
        {
            // The caller has learned nothing.
            await attempts.GiveBackAsync(reserved, CancellationToken.None);
            throw;
        }

        if (counts is null ? found is not null : !counts(found))
        {
            await attempts.GiveBackAsync(reserved, CancellationToken.None);
        }

        return found is null ? new Guess<T>.Wrong() : new Guess<T>.Right(found);
    }
}
