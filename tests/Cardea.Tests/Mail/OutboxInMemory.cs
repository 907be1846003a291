using Cardea.Mail;

namespace Cardea.Tests.Mail;

/// <summary>Mail that waits, for one process.</summary>
internal sealed class OutboxInMemory : IOutbox
{
    private readonly List<OutboxMail> _mails = [];

    public Task AddAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        _mails.Add(mail);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxMail>>([.. _mails.Take(most)]);

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        _mails.RemoveAll(mail => mail.Id == id);
        return Task.CompletedTask;
    }
}
