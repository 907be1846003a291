using System.Threading.Channels;
using Cardea.Mail;

namespace Cardea.Tests.Mail;

/// <summary>Mail that waits, for one process.</summary>
internal sealed class OutboxInMemory : IOutbox
{
    private readonly List<OutboxMail> _mails = [];
    private readonly Channel<Guid> _removed = Channel.CreateUnbounded<Guid>();

    /// <summary>What was sent, or never will be, one after another.</summary>
    public ChannelReader<Guid> Removed => _removed.Reader;

    public Task AddAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        lock (_mails)
        {
            _mails.Add(mail);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        lock (_mails)
        {
            return Task.FromResult<IReadOnlyList<OutboxMail>>([.. _mails.Take(most)]);
        }
    }

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_mails)
        {
            _mails.RemoveAll(mail => mail.Id == id);
        }

        _removed.Writer.TryWrite(id);
        return Task.CompletedTask;
    }
}
