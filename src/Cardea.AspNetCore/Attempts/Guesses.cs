using System.Diagnostics.Metrics;
using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.Attempts;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Attempts;

/// <summary>
/// Lets credentials be guessed so often and no more, per account and per network of the client. A guess counts from before it
/// is looked at until it turns out right: no number at once gets past the limit.
/// </summary>
internal sealed class Guesses(IAttemptStore attempts, CardeaOptions options, IMeterFactory meters, TimeProvider clock)
{
    /// <summary>How often others can have mail sent to one address within the window.</summary>
    private const int MailsPerAddress = 5;

    /// <summary>How many questions a network may ask where it may guess once: a question is no guess.</summary>
    private const int QuestionsPerGuess = 10;

    private readonly Counter<long> _refused = meters.Create("Cardea").CreateCounter<long>(
        "cardea.attempts.refused", "{attempt}", "Attempts that were not looked at, because there were too many before.");

    /// <summary>Looks at a guess, if it may be made.</summary>
    /// <param name="email">The address of the account; what is no address counts for the network only.</param>
    /// <param name="context">Where the guess comes from.</param>
    /// <param name="look">Looks at it; <see langword="null"/> is wrong.</param>
    /// <param name="isNone">Whether what was found is no guess, and need not count; unless said, what is not wrong.</param>
    public async Task<Guess<T>> MakeAsync<T>(string? email, HttpContext context, Func<Task<T?>> look, Predicate<T?>? isNone = null)
        where T : class
    {
        var account = EmailAddress.Normalize(email) is { } address ? new AttemptLimit(AttemptKey.OfAccount(address), options.Attempts.PerAccount) : null;
        switch (await attempts.ReserveAsync(OfNetwork(AttemptKey.OfNetwork, context), account, context.RequestAborted))
        {
            case AttemptReservation.Reserved reserved:
                return new(await LookAsync(reserved, look, isNone ?? (static found => found is not null)), Refusal: null);
            case AttemptReservation.Refused refused:
                return new(Value: null, Refuse(refused));
            case var other:
                throw new System.Diagnostics.UnreachableException(other.ToString());
        }
    }

    /// <summary>Whether mail that anybody can ask for may be sent to an address once more.</summary>
    public async Task<bool> MayMailAsync(string address, HttpContext context) =>
        await attempts.ReserveAsync(
            OfNetwork(AttemptKey.OfMailFrom, context), new(AttemptKey.OfMail(address), MailsPerAddress), context.RequestAborted) is AttemptReservation.Reserved;

    /// <summary>Refuses a network that asks too many questions which anybody may ask, each of which is kept until it is answered.</summary>
    public async Task<Problem?> RefuseQuestionAsync(HttpContext context) =>
        await attempts.ReserveAsync(
            new(AttemptKey.OfQuestionsFrom(context.Connection.RemoteIpAddress), QuestionsPerGuess * options.Attempts.PerNetwork), second: null, context.RequestAborted)
            is AttemptReservation.Refused refused
            ? Refuse(refused)
            : null;

    private Problem Refuse(AttemptReservation.Refused refused)
    {
        _refused.Add(1);
        return ContractProblem.TooManyAttempts(refused.Until - clock.GetUtcNow());
    }

    private AttemptLimit OfNetwork(Func<System.Net.IPAddress?, AttemptKey> key, HttpContext context) =>
        new(key(context.Connection.RemoteIpAddress), options.Attempts.PerNetwork);

    private async Task<T?> LookAsync<T>(AttemptReservation.Reserved reserved, Func<Task<T?>> look, Predicate<T?> isNone)
        where T : class
    {
        T? found;
        try
        {
            found = await look();
        }
        catch
        {
            // Nobody has learned anything.
            await attempts.GiveBackAsync(reserved, CancellationToken.None);
            throw;
        }

        if (isNone(found))
        {
            await attempts.GiveBackAsync(reserved, CancellationToken.None);
        }

        return found;
    }
}
