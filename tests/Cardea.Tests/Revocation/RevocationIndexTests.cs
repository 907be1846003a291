using Cardea.Revocation;
using Cardea.Tokens;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Revocation;

public sealed class RevocationIndexTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionId Session = SessionId.Create(Start.AddDays(30));
    private static readonly SessionId Other = SessionId.Create(Start.AddDays(30));

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly RevocationIndex _index;

    public RevocationIndexTests() => _index = new(_clock);

    [Fact]
    public void Nothing_is_refused_that_nobody_revoked() => Assert.False(Refuses(Session, 0));

    [Fact]
    public void An_end_refuses_every_token()
    {
        _index.Add(Revoked(Session, RevokedSession.None));

        Assert.True(Refuses(Session, 0));
        Assert.True(Refuses(Session, int.MaxValue - 1));
        Assert.False(Refuses(Other, 0));
    }

    [Fact]
    public void A_recall_refuses_the_tokens_issued_before_it()
    {
        _index.Add(Revoked(Session, 3));

        Assert.True(Refuses(Session, 2));
        Assert.False(Refuses(Session, 3));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(3, RevokedSession.None)]
    [InlineData(RevokedSession.None, 3)]
    public void Of_two_revocations_the_one_that_refuses_more_counts(int first, int second)
    {
        _index.Add([Revoked(Session, first), Revoked(Session, second)]);

        Assert.True(Refuses(Session, Math.Max(first, second) - 1));
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void It_is_forgotten_when_every_access_token_has_expired_and_not_before()
    {
        _index.Add(Revoked(Session, RevokedSession.None));
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        _index.RemoveExpired();
        Assert.True(Refuses(Session, 0));

        _clock.Advance(TimeSpan.FromTicks(1));
        _index.RemoveExpired();
        Assert.False(Refuses(Session, 0));
        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public void Revoking_again_prolongs_and_never_shortens()
    {
        _index.Add(Revoked(Session, RevokedSession.None) with { Life = TimeSpan.FromMinutes(20) });
        _index.Add(Revoked(Session, 1));
        _clock.Advance(TimeSpan.FromMinutes(15));
        _index.RemoveExpired();

        Assert.True(Refuses(Session, 100));
    }

    [Fact]
    public void A_clock_that_is_set_ahead_drops_nothing()
    {
        var clock = new WrongClock();
        var index = new RevocationIndex(clock);
        index.Add(Revoked(Session, RevokedSession.None));

        clock.Error = TimeSpan.FromHours(1);
        index.RemoveExpired();

        Assert.True(index.Refuses(new(Session, 0)));
    }

    [Fact]
    public void An_entry_has_the_transaction_of_the_row_that_says_all_of_it()
    {
        var own = Revoked(Session, 2);
        _index.Add(own);
        _index.Add(new ReadRevocation(Revoked(Other, 1), 7));
        Assert.Null(TransactionOf(Session));
        Assert.Equal<ulong?>(7, TransactionOf(Other));

        // Read back from the store, it has one; known better than the row, it has none.
        _index.Add(new ReadRevocation(own, 8));
        _index.Add(Revoked(Other, 3));
        Assert.Equal<ulong?>(8, TransactionOf(Session));
        Assert.Null(TransactionOf(Other));
        _index.Add(new ReadRevocation(Revoked(Session, 1), 9));
        Assert.Null(TransactionOf(Session));
    }

    [Fact]
    public void In_another_history_only_what_is_read_again_has_a_transaction()
    {
        _index.Add(new ReadRevocation(Revoked(Session, 1), 7));
        _index.Add(new ReadRevocation(Revoked(Other, 1), 8));

        _index.BeginHistory();
        _index.Add(new ReadRevocation(Revoked(Other, 1), 3));

        Assert.Null(TransactionOf(Session));
        Assert.Equal<ulong?>(3, TransactionOf(Other));
    }

    [Fact]
    public void What_is_left_of_a_life_is_told()
    {
        _index.Add(Revoked(Session, 1));
        _clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(TimeSpan.FromMinutes(6), Assert.Single(_index.Entries()).Revoked.Life);
    }

    [Fact]
    public void It_agrees_with_the_plain_definition()
    {
        var sessions = Enumerable.Range(0, 4).Select(static _ => SessionId.Create(Start)).ToArray();
        var step = Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.OneOf(Gen.Int[0, 5], Gen.Const(RevokedSession.None)), Gen.Int[1, 9]);

        // Each step is a revocation, or a minute that passes. Each is compared with the list of all that was ever added.
        step.Array[0, 30].Sample(steps =>
        {
            var clock = new FakeTimeProvider(Start);
            var index = new RevocationIndex(clock);
            var added = new List<(RevokedSession Revoked, DateTimeOffset ExpiresAt)>();
            foreach (var (revokes, session, recalls, minutes) in steps)
            {
                if (revokes)
                {
                    added.Add((new(sessions[session], recalls, TimeSpan.FromMinutes(minutes)), clock.GetUtcNow().AddMinutes(minutes)));
                    index.Add(added[^1].Revoked);
                }
                else
                {
                    clock.Advance(TimeSpan.FromMinutes(1));
                    index.RemoveExpired();
                }

                var live = added.Where(entry => entry.ExpiresAt > clock.GetUtcNow()).ToArray();
                foreach (var token in sessions.SelectMany(static id => Enumerable.Range(0, 7).Select(g => new AccessTokenId(id, g))))
                {
                    // What is live must be refused; beyond it nothing but what was revoked once.
                    Assert.True(index.Refuses(token) || !live.Any(entry => Covers(entry.Revoked, token)));
                    Assert.True(!index.Refuses(token) || added.Any(entry => Covers(entry.Revoked, token)));
                }

                Assert.Equal(live.Select(static entry => entry.Revoked.SessionId).Distinct().Count(), index.Count);
            }
        });
    }

    [Fact]
    public void What_many_add_at_once_is_all_there()
    {
        var sessions = Enumerable.Range(0, 100).Select(static _ => SessionId.Create(Start)).ToArray();
        Parallel.For(0, 100_000, i =>
        {
            _index.Add(Revoked(sessions[i % sessions.Length], i / sessions.Length));
            if (i % 1000 == 0)
            {
                _index.RemoveExpired();
            }
        });

        Assert.Equal(sessions.Length, _index.Count);
        Assert.All(sessions, session =>
        {
            Assert.True(Refuses(session, 998));
            Assert.False(Refuses(session, 999));
        });
    }

    [Fact]
    public void An_entry_renewed_while_it_is_swept_stays()
    {
        for (var round = 0; round < 50; round++)
        {
            var index = new RevocationIndex(_clock);
            var sessions = Enumerable.Range(0, 100).Select(static _ => SessionId.Create(Start)).ToArray();
            var done = false;
            Parallel.Invoke(
                () =>
                {
                    while (!Volatile.Read(ref done))
                    {
                        index.RemoveExpired();
                    }
                },
                () =>
                {
                    foreach (var session in sessions)
                    {
                        index.Add(Revoked(session, 1) with { Life = TimeSpan.Zero });
                        index.Add(Revoked(session, RevokedSession.None));
                    }

                    Volatile.Write(ref done, true);
                });

            Assert.All(sessions, session => Assert.True(index.Refuses(new(session, 1))));
        }
    }

    private static bool Covers(RevokedSession entry, AccessTokenId token) =>
        entry.SessionId == token.SessionId && token.Recalls < entry.LowestRecalls;

    private static RevokedSession Revoked(SessionId session, int lowestRecalls) =>
        new(session, lowestRecalls, TimeSpan.FromMinutes(10));

    private ulong? TransactionOf(SessionId session) => _index.Entries().Single(entry => entry.Revoked.SessionId == session).Transaction;

    private bool Refuses(SessionId session, int recalls) => _index.Refuses(new(session, recalls));

    /// <summary>A clock that is set while the other one, that nobody sets, stands still.</summary>
    private sealed class WrongClock : TimeProvider
    {
        public TimeSpan Error { get; set; }

        public override DateTimeOffset GetUtcNow() => Start + Error;

        public override long GetTimestamp() => 0;
    }
}
