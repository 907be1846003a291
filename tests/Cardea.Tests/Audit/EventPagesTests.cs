using Cardea.AspNetCore.Audit;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Tests.Audit;

/// <summary>Of all events of a user there is one page in memory.</summary>
public sealed class EventPagesTests
{
    private static readonly UserId Alice = new("alice");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(EventPages.Size)]
    [InlineData(EventPages.Size + 1)]
    [InlineData((3 * EventPages.Size) + 7)]
    public async Task All_come_in_order_and_a_page_is_read_when_the_one_before_is_used_up(int count)
    {
        var store = new CountingStore(count);
        var seen = 0;

        await foreach (var happened in await store.ReadAllAsync(Alice, Stop))
        {
            Assert.Equal(store.Ids[seen], happened.Id);
            Assert.Equal(1 + (seen / EventPages.Size), store.Reads);
            seen++;
        }

        Assert.Equal(count, seen);
    }

    [Fact]
    public async Task A_store_that_fails_at_once_is_known_before_anything_is_written() =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => new CountingStore(count: -1).ReadAllAsync(Alice, Stop));

    private sealed class CountingStore(int count) : IEventStore
    {
        public Guid[] Ids { get; } = [.. Enumerable.Range(0, Math.Max(count, 0)).Select(static i => new Guid(int.MaxValue - i, 0, 0, new byte[8]))];

        public int Reads { get; private set; }

        public Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EventPage> FindAsync(EventSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken)
        {
            if (count < 0)
            {
                throw new StoreUnavailableException("It is away.");
            }

            Reads++;
            var from = before is { } last ? Array.IndexOf(Ids, last) + 1 : 0;
            return Task.FromResult<IReadOnlyList<SecurityEvent>>(
                [.. Ids.Skip(from).Take(most).Select(static id => new SecurityEvent(id, default, SecurityEventKind.SignedIn, Alice, null, null, null, null))]);
        }
    }
}
