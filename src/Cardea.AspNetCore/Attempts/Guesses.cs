using System.Diagnostics.Metrics;
using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Attempts;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Attempts;

/// <summary>
/// Limits how often credentials can be guessed, per account and per network of the caller. A guess is reserved before the
/// credential is compared, and given back if it was right: parallel guesses can't exceed the limit.
/// </summary>
internal sealed class Guesses(IAttemptStore attempts, CardeaOptions options, IMeterFactory meters, TimeProvider clock)
{
    /// <summary>How often others can have mail sent to one address within the window.</summary>
    private const int MailsPerAddress = 5;

    /// <summary>How often a signed-in user can have mail with a code sent within the window.</summary>
    private const int MailsPerUser = 5;

    /// <summary>How many questions a network may ask where it may guess once: a question is no guess.</summary>
    private const int QuestionsPerGuess = 10;

    private readonly Counter<long> _refused = meters.Create("Cardea").CreateCounter<long>(
        "cardea.attempts.refused", "{attempt}", "Attempts that were not looked at, because there were too many before.");

    /// <summary>Makes a guess, if the limits allow one more.</summary>
    /// <param name="email">The address of the account. A text that is no address counts for the network only.</param>
    /// <param name="caller">Where the guess comes from.</param>
    /// <param name="look">Compares the credential; null if it is wrong.</param>
    /// <param name="counts">True if a result counts as a guess. Default: null counts.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Guess<T>> MakeAsync<T>(
        string? email, Caller caller, Func<Task<T?>> look, Predicate<T?>? counts = null, CancellationToken cancellationToken = default)
        where T : class
    {
        var account = EmailAddress.Normalize(email) is { } address ? new AttemptLimit(AttemptKey.OfAccount(address), options.Attempts.PerAccount) : null;
        switch (await attempts.ReserveAsync(OfNetwork(AttemptKey.OfNetwork, caller), account, cancellationToken))
        {
            case AttemptReservation.Reserved reserved:
                return await LookAsync(reserved, look, counts ?? (static found => found is null)) is { } found
                    ? new Guess<T>.Right(found)
                    : new Guess<T>.Wrong();
            case AttemptReservation.Refused refused:
                return new Guess<T>.Refused(Refuse(refused));
            case var other:
                throw new System.Diagnostics.UnreachableException(other.ToString());
        }
    }

    /// <summary>True if one more mail may be sent to an address, of those that anybody can ask for.</summary>
    public async Task<bool> MayMailAsync(string address, Caller caller, CancellationToken cancellationToken) =>
        await attempts.ReserveAsync(
            OfNetwork(AttemptKey.OfMailFrom, caller), new(AttemptKey.OfMail(address), MailsPerAddress), cancellationToken) is AttemptReservation.Reserved;

    /// <summary>True if a session of a user may have one more mail sent. Strangers can't use this allowance up.</summary>
    /// <param name="user">The user.</param>
    /// <param name="stranger">The address, if it is not the user's own. It gets no more mail of this kind than of others.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<bool> MayMailAsync(UserId user, string? stranger, CancellationToken cancellationToken) =>
        await attempts.ReserveAsync(
            new(AttemptKey.OfMailBy(user), MailsPerUser),
            stranger is null ? null : new(AttemptKey.OfMailBySessions(stranger), MailsPerAddress),
            cancellationToken) is AttemptReservation.Reserved;

    /// <summary>Counts a question that anybody may ask. Each question is kept until it is answered, so a network has a limit.</summary>
    /// <returns>When the network may ask again; null if it may ask now.</returns>
    public async Task<TimeSpan?> RefuseQuestionAsync(Caller caller, CancellationToken cancellationToken) =>
        await attempts.ReserveAsync(
            new(AttemptKey.OfQuestionsFrom(caller.Address), QuestionsPerGuess * options.Attempts.PerNetwork), second: null, cancellationToken)
            is AttemptReservation.Refused refused
            ? Refuse(refused)
            : null;

    private TimeSpan Refuse(AttemptReservation.Refused refused)
    {
        _refused.Add(1);
        return refused.Until - clock.GetUtcNow();
    }

    private AttemptLimit OfNetwork(Func<System.Net.IPAddress?, AttemptKey> key, Caller caller) =>
        new(key(caller.Address), options.Attempts.PerNetwork);

    private async Task<T?> LookAsync<T>(AttemptReservation.Reserved reserved, Func<Task<T?>> look, Predicate<T?> counts)
        where T : class
    {
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

        if (!counts(found))
        {
            await attempts.GiveBackAsync(reserved, CancellationToken.None);
        }

        return found;
    }
}
