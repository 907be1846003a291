using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Tests.Audit;

/// <summary>Security events, for one process.</summary>
internal sealed class EventsInMemory : IEventStore
{
    private readonly List<SecurityEvent> _events = [];

    public Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken)
    {
        lock (_events)
        {
            _events.Add(happened);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken)
    {
        lock (_events)
        {
            return Task.FromResult<IReadOnlyList<SecurityEvent>>([.. _events.Where(happened => user is null || happened.User == user).Reverse().Take(most)]);
        }
    }

    public Task<EventPage> FindAsync(EventSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();
}
