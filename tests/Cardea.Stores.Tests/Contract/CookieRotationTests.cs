using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The cookies of browsers: mostly nothing moves, and only the browser proves that it has a cookie.</summary>
public abstract class CookieRotationTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private TimeSpan Old => Options.Cookies.RotateAfter;

    [Fact]
    public async Task A_young_cookie_is_kept_and_its_row_stays_as_it_is()
    {
        var cookie = await SignInByCookieAsync();
        var before = await ReadAsync(cookie);

        Clock.Advance(Old - TimeSpan.FromSeconds(1));
        var kept = Assert.IsType<RotationOutcome.Kept>(await RotateAsync(cookie)).Grant;

        Assert.Null(kept.Successor);
        Assert.Equal((cookie.Transport, Alice, Clock.GetUtcNow()), (kept.Transport, kept.Subject.UserId, kept.At));
        Assert.Equal(before, await ReadAsync(cookie));
    }

    [Fact]
    public async Task An_old_cookie_moves_and_its_successor_is_proved_when_it_comes_back()
    {
        var cookie = await SignInByCookieAsync();
        Clock.Advance(Old);

        var next = await RotateAsync<RotationOutcome.Rotated>(cookie);
        Assert.Equal(cookie.Next().Reveal(), next.Reveal());
        var moved = await ReadAsync(cookie);
        Assert.Equal((1, 0), (moved.Generation, moved.Proved));

        // Whatever time passes: until the new cookie comes back, the old one gets it again, and nothing moves.
        Clock.Advance(2 * Old);
        Assert.Equal(next.Reveal(), (await RotateAsync<RotationOutcome.Repeated>(cookie)).Reveal());
        Assert.Equal(moved, await ReadAsync(cookie));

        // The first proof is written, and the age counts from it.
        Assert.Null(Assert.IsType<RotationOutcome.Kept>(await RotateAsync(next)).Grant.Successor);
        Assert.Equal(moved with { Proved = 1, RotatedAt = Clock.GetUtcNow() }, await ReadAsync(cookie));
        Clock.Advance(Old - TimeSpan.FromSeconds(1));
        Assert.IsType<RotationOutcome.Kept>(await RotateAsync(next));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RotateAsync<RotationOutcome.Rotated>(next);
    }

    [Fact]
    public async Task A_cookie_that_is_older_than_a_proved_one_ends_its_session_after_the_grace()
    {
        var cookie = await SignInByCookieAsync();
        Clock.Advance(Old);
        var next = await RotateAsync<RotationOutcome.Rotated>(cookie);
        await RotateAsync(next);
        Assert.Equal(next.Reveal(), (await RotateAsync<RotationOutcome.Repeated>(cookie)).Reveal());

        Clock.Advance(Options.RefreshGrace);

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(cookie));
        Assert.IsType<RotationOutcome.Ended>(await RotateAsync(next));
    }

    [Fact]
    public async Task A_cookie_that_is_newer_than_its_row_is_caught_up_with_and_kept()
    {
        var cookie = await SignInByCookieAsync();
        var ahead = cookie.Descend(3);

        Assert.Null(Assert.IsType<RotationOutcome.Healed>(await RotateAsync(ahead)).Grant.Successor);

        var row = await ReadAsync(cookie);
        Assert.Equal((3, 3), (row.Generation, row.Proved));
        Assert.IsType<RotationOutcome.Kept>(await RotateAsync(ahead));
        Assert.Equal(ahead.Reveal(), (await RotateAsync<RotationOutcome.Repeated>(cookie)).Reveal());
    }

    [Fact]
    public async Task Inspecting_a_cookie_proves_nothing_and_moves_nothing()
    {
        var cookie = await SignInByCookieAsync();
        Clock.Advance(Old);
        Assert.IsType<RotationOutcome.Rotated>(await Node.Rotations.InspectAsync(cookie, Stop));
        var next = await RotateAsync<RotationOutcome.Rotated>(cookie);
        var moved = await ReadAsync(cookie);

        Assert.IsType<RotationOutcome.Kept>(await Node.Rotations.InspectAsync(next, Stop));

        Assert.Equal(moved, await ReadAsync(cookie));
    }

    [Fact]
    public async Task A_recalled_cookie_session_gets_access_tokens_that_are_accepted_and_does_not_move()
    {
        await AddUserAsync(Alice);
        var cookie = await SignInByCookieAsync();
        await Node.Sessions.RecallAllAsync(Alice, Stop);

        Assert.Equal(1, Assert.IsType<RotationOutcome.Kept>(await RotateAsync(cookie)).Grant.Recalls);
        Assert.Equal(0, (await ReadAsync(cookie)).Generation);
    }

    [Fact]
    public async Task A_client_that_has_gone_moves_nothing()
    {
        var cookie = await SignInByCookieAsync();
        Clock.Advance(Old);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Rotations.RotateAsync(cookie, gone.Token));

        Assert.Equal(0, (await ReadAsync(cookie)).Generation);
    }

    [Fact]
    public async Task Twenty_racers_with_an_old_cookie_on_two_nodes_move_it_once()
    {
        Node[] nodes = [Node, await OpenAsync()];
        var cookie = await SignInByCookieAsync();
        for (var round = 0; round < 30; round++)
        {
            Clock.Advance(Old);
            var outcomes = await Race.RunAsync(20, racer => nodes[racer % 2].Rotations.RotateAsync(cookie, Stop));

            Assert.Single(outcomes.OfType<RotationOutcome.Rotated>());
            Assert.Equal(19, outcomes.OfType<RotationOutcome.Repeated>().Count());
            var next = Assert.Single(outcomes.Cast<RotationOutcome.Continued>().Select(outcome => outcome.Grant.Successor!.Reveal()).Distinct());
            Assert.Equal(cookie.Next().Reveal(), next);

            // Of many tabs with the new cookie, and some that still have the old one, none moves it.
            var (old, current) = (cookie, cookie.Next());
            var proofs = await Race.RunAsync(20, racer => nodes[racer % 2].Rotations.RotateAsync(racer % 4 == 0 ? old : current, Stop));
            Assert.Equal(15, proofs.OfType<RotationOutcome.Kept>().Count());
            Assert.Equal(5, proofs.OfType<RotationOutcome.Repeated>().Count());
            var row = await ReadAsync(cookie);
            Assert.Equal((round + 1, round + 1), (row.Generation, row.Proved));
            cookie = current;
        }
    }

    private async Task<RefreshToken> SignInByCookieAsync()
    {
        var session = NewSession(Alice);
        session = session with { FirstToken = Key.Begin(session.Id, TokenTransport.Cookie | TokenTransport.Persistent) };
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
        return session.FirstToken;
    }
}
