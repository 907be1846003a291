namespace Cardea.Mail;

/// <summary>Keeps mail until it is sent: it outlives whoever wanted it sent, and a mail server that is away.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
internal interface IOutbox
{
    /// <summary>Adds a mail, which is due at once.</summary>
    Task AddAsync(OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// Takes mails that are due, each for one caller, and puts off when they are due again: by twice the time a message may
    /// take, and twice as long with each try. So whoever fails or dies while sending has nothing to put right.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken);

    /// <summary>Removes a mail that was sent, or never will be.</summary>
    Task RemoveAsync(Guid id, CancellationToken cancellationToken);
}
