using Cardea.Attempts;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Attempts: reserved before they are made, so that no number of guessers at once makes more than there may be.</summary>
public abstract class AttemptTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private static readonly AttemptLimit Account = new(AttemptKey.OfMail("alice@example.org"), 10, Window);
    private static readonly AttemptLimit Network = new(AttemptKey.OfGuessesFrom(new("192.0.2.7/32", Times: 1)), 100, Window);

    [Fact]
    public async Task Of_two_hundred_parallel_guesses_over_two_nodes_no_more_are_made_than_allowed()
    {
        Node[] nodes = [Node, await OpenAsync()];

        var reservations = await Race.RunAsync(200, racer => nodes[racer % 2].Attempts.ReserveAsync([Network with { Most = 1000 }, Account], guess: null, Stop));

        Assert.Equal(10, reservations.OfType<AttemptReservation.Reserved>().Count());
        Assert.All(
            reservations.OfType<AttemptReservation.Refused>(),
            refused => Assert.Equal(Clock.GetUtcNow() + Window, refused.Until));
    }

    [Fact]
    public async Task An_attempt_given_back_can_be_made_again()
    {
        var last = await ExhaustAsync(Account);
        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));

        await Node.Attempts.GiveBackAsync(last, Stop);

        Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(Account));
        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));
    }

    [Fact]
    public async Task When_the_window_is_over_they_begin_anew()
    {
        await ExhaustAsync(Account);

        Clock.Advance(Window - TimeSpan.FromMilliseconds(1));
        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        await ExhaustAsync(Account);
        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));
    }

    [Fact]
    public async Task One_given_back_after_its_window_is_over_adds_nothing_to_the_next()
    {
        var old = Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(Account));
        Clock.Advance(Window);
        await ExhaustAsync(Account);

        await Node.Attempts.GiveBackAsync(old, Stop);

        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));
    }

    [Fact]
    public async Task A_network_that_is_refused_uses_up_no_account()
    {
        await ExhaustAsync(Network with { Most = 3 });

        for (var guess = 0; guess < 50; guess++)
        {
            Assert.IsType<AttemptReservation.Refused>(await Node.Attempts.ReserveAsync([Network with { Most = 3 }, Account], guess: null, Stop));
        }

        await ExhaustAsync(Account);
    }

    [Fact]
    public async Task An_account_that_is_refused_counts_for_the_network()
    {
        await ExhaustAsync(Account);

        Assert.IsType<AttemptReservation.Refused>(await Node.Attempts.ReserveAsync([Network with { Most = 1 }, Account], guess: null, Stop));

        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Network with { Most = 1 }));
    }

    [Fact]
    public async Task Both_are_given_back()
    {
        var both = Assert.IsType<AttemptReservation.Reserved>(
            await Node.Attempts.ReserveAsync([Network with { Most = 1 }, Account with { Most = 1 }], guess: null, Stop));

        await Node.Attempts.GiveBackAsync(both, Stop);

        Assert.IsType<AttemptReservation.Reserved>(await Node.Attempts.ReserveAsync([Network with { Most = 1 }, Account with { Most = 1 }], guess: null, Stop));
    }

    [Fact]
    public async Task A_restart_forgets_none()
    {
        await ExhaustAsync(Account);

        await RestartAsync();

        Assert.IsType<AttemptReservation.Refused>(await ReserveAsync(Account));
    }

    [Fact]
    public async Task Many_who_reserve_and_give_back_at_once_leave_all_of_them()
    {
        Node[] nodes = [Node, await OpenAsync()];
        await Race.RunAsync(60, async racer =>
        {
            var store = nodes[racer % 2].Attempts;
            if (await store.ReserveAsync([Network, Account with { Most = 100 }], guess: null, Stop) is AttemptReservation.Reserved reserved)
            {
                await store.GiveBackAsync(reserved, Stop);
            }

            return 0;
        });

        await ExhaustAsync(Account);
    }

    [Fact]
    public async Task What_is_over_is_swept()
    {
        await ReserveAsync(Account);
        Clock.Advance(Window);
        await ReserveAsync(Network);

        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "attempts").Removed);
    }

    private Task<AttemptReservation> ReserveAsync(AttemptLimit limit) => Node.Attempts.ReserveAsync([limit], guess: null, Stop);

    private async Task<AttemptReservation.Reserved> ExhaustAsync(AttemptLimit limit)
    {
        AttemptReservation.Reserved? last = null;
        for (var attempt = 0; attempt < limit.Most; attempt++)
        {
            last = Assert.IsType<AttemptReservation.Reserved>(await ReserveAsync(limit));
        }

        return last!;
    }
}
