namespace Cardea.Mail;

/// <summary>Stores mail until it is sent. The mail survives a crash of the sender, and an outage of the mail server.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer.</remarks>
internal interface IOutbox
{
    /// <summary>Adds a mail. The mail is due at once.</summary>
    Task AddAsync(OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// Claims mails that are due, those that can't wait first. Each mail goes to one caller, under a lease: the mail is due again after twice the time that a message may
    /// take, and after twice as long with each further try. So a caller that fails or crashes while sending has nothing to repair.
    /// </summary>
    /// <param name="most">The maximum number of mails.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken);

    /// <summary>Removes a mail that was sent, or will never be sent.</summary>
    Task RemoveAsync(Guid id, CancellationToken cancellationToken);
}
