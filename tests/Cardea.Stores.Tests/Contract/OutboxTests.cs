using Cardea.Mail;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Waiting mail: taken by one at a time, and due again when whoever took it did not send it.</summary>
public abstract class OutboxTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private TimeSpan Pause => 2 * Options.Smtp.Timeout;

    [Fact]
    public async Task A_mail_is_taken_once_and_gone_when_it_is_removed()
    {
        var mail = await AddAsync();

        var taken = Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
        Assert.Equal((mail.Id, mail.Recipient, mail.ExpiresAt), (taken.Id, taken.Recipient, taken.ExpiresAt));
        Assert.Equal(mail.Sealed.ToArray(), taken.Sealed.ToArray());
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));

        await Node.Outbox.RemoveAsync(mail.Id, Stop);
        Clock.Advance(TimeSpan.FromHours(23));
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task What_was_not_sent_is_due_again_each_time_twice_as_late()
    {
        await AddAsync();
        for (var tries = 0; tries < 4; tries++)
        {
            Assert.Single(await Node.Outbox.ClaimAsync(10, Stop));
            Clock.Advance((Pause * (1 << tries)) - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task Of_many_who_take_mail_at_once_each_gets_another()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var mail = 0; mail < 20; mail++)
        {
            await AddAsync();
        }

        var taken = await Race.RunAsync(20, async racer =>
        {
            var mine = new List<OutboxMail>();
            while (await nodes[racer % 2].Outbox.ClaimAsync(3, Stop) is { Count: > 0 } some)
            {
                mine.AddRange(some);
            }

            return mine;
        });

        var ids = taken.SelectMany(static mine => mine).Select(static mail => mail.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());

        // Whoever met rows that others held has left them: they are due again.
        Clock.Advance(Pause);
        var left = await Node.Outbox.ClaimAsync(20, Stop);
        Assert.Equal(20, left.Count);
    }

    [Fact]
    public async Task A_code_does_not_wait_for_the_notices_before_it()
    {
        for (var notice = 0; notice < 1000; notice++)
        {
            await AddAsync(canWait: true);
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
        var code = await AddAsync();

        var taken = await Node.Outbox.ClaimAsync(10, Stop);
        Assert.Equal(10, taken.Count);
        Assert.Equal(code.Id, Assert.Single(taken, static mail => !mail.CanWait).Id);

        // The notices are sent as well.
        Assert.All(await Node.Outbox.ClaimAsync(10, Stop), static mail => Assert.True(mail.CanWait));
    }

    [Fact]
    public async Task What_has_no_use_any_more_is_not_sent_but_swept()
    {
        await AddAsync();
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "outbox").Removed);
    }

    [Fact]
    public async Task It_outlives_a_restart()
    {
        var mail = await AddAsync();

        await RestartAsync();

        Assert.Equal(mail.Id, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Id);
    }

    private async Task<OutboxMail> AddAsync(bool canWait = false)
    {
        var mail = new OutboxMail(Guid.CreateVersion7(Clock.GetUtcNow()), Alice, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1)) { CanWait = canWait };
        await Node.Outbox.AddAsync(mail, Stop);
        return mail;
    }
}
