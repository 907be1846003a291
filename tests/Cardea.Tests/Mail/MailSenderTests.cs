using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Mail;
using Cardea.Attempts;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Statistics;
using Cardea.Tests.Accounts;
using Cardea.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardea.Tests.Mail;

public sealed class MailSenderTests : IAsyncLifetime
{
    private readonly AccountsInProcess _accounts = AccountsInProcess.OfCardea();
    private readonly OutboxInMemory _outbox;
    private readonly Postbox _postbox;
    private readonly SentMails _sent = new();
    private readonly CountedAttempts _attempts = new();
    private readonly MailSender _sender;

    public MailSenderTests()
    {
        var services = _accounts.Services;
        _outbox = (OutboxInMemory)services.GetRequiredService<IOutbox>();
        _postbox = services.GetRequiredService<Postbox>();
        _sender = new(
            _outbox,
            _postbox,
            _sent,
            services.GetRequiredService<IServiceScopeFactory>(),
            Quotas(),
            services.GetRequiredService<MailWitness>(),
            _accounts.Clock,
            NullLogger<MailSender>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _sender.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _sender.StopAsync(CancellationToken.None);
        _sender.Dispose();
        _accounts.Dispose();
    }

    [Fact]
    public async Task A_mail_without_address_goes_to_the_one_that_its_recipient_has_when_it_is_sent()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        var mail = Write(id, to: null);
        _accounts.Store.Change(static user => user with { Email = "countess@example.org" });
        await SendAsync(mail);

        Assert.Equal("countess@example.org", Assert.Single(_sent.Messages).To);
        Assert.Equal(_postbox.Open(mail)!.Text, _sent.Messages[0].Text);
    }

    [Fact]
    public async Task A_mail_with_an_address_goes_there_whatever_the_account_says_now()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        _accounts.Store.Change(static user => user with { Email = "countess@example.org" });
        await SendAsync(Write(id, "ada@example.org"));

        Assert.Equal("ada@example.org", Assert.Single(_sent.Messages).To);
    }

    [Fact]
    public async Task A_disabled_user_is_told_as_well()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        _accounts.Store.Change(static user => user with { DisabledAt = DateTimeOffset.UnixEpoch });
        await SendAsync(Write(id, to: null));

        Assert.Equal("ada@example.org", Assert.Single(_sent.Messages).To);
    }

    [Fact]
    public async Task A_mail_without_address_to_somebody_who_is_gone_is_dropped()
    {
        await SendAsync(Write(new UserId("nobody"), to: null));
        await SendAsync(Write(new UserId("nobody"), to: null) with { Recipient = null });

        Assert.Empty(_sent.Messages);
    }

    [Fact]
    public async Task A_mail_without_address_is_counted_when_it_is_sent()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        _attempts.Left = 1;
        await SendAsync(Write(id, to: null));
        await SendAsync(Write(id, to: null));
        Assert.Single(_sent.Messages);

        await SendAsync(Write(id, "ada@example.org"));
        Assert.Equal(2, _sent.Messages.Count);
    }

    [Fact]
    public async Task A_mail_that_fails_is_not_counted()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        _attempts.Left = 1;
        _sent.Refuses = true;
        await SendAsync(Write(id, to: null));

        Assert.Equal(1, _attempts.Left);
    }

    [Fact]
    public async Task A_notice_is_not_lost_because_it_can_not_be_counted()
    {
        var to = new Addressee(new UserId("1"), "ada@example.org", IsVerified: false);
        Assert.True(await Quotas().MayTellAsync(MailKind.NewDevice, to, Cancellation));
        _attempts.Left = 0;
        Assert.False(await Quotas().MayTellAsync(MailKind.NewDevice, to, Cancellation));
        _attempts.IsAway = true;
        Assert.True(await Quotas().MayTellAsync(MailKind.NewDevice, to, Cancellation));
    }

    [Fact]
    public async Task While_the_store_can_not_say_where_a_mail_goes_it_stays_in_the_outbox()
    {
        var id = (await _accounts.RegisteredAsync("ada@example.org")).Id;
        _accounts.Store.Away = true;
        await _outbox.AddAsync(Write(id, to: null), Cancellation);
        _postbox.Wake();
        while (!_accounts.Store.WasAsked)
        {
            await Task.Yield();
        }

        Assert.Empty(_sent.Messages);
        _accounts.Store.Away = false;
        await _outbox.Removed.ReadAsync(Cancellation);
        Assert.Single(_sent.Messages);
    }

    private OutboxMail Write(UserId recipient, string? to)
    {
        var (caller, device) = (Caller.Program("test"), new ClientDevice(Name: null, "Firefox on Linux", "192.0.2.1"));
        return to is null
            ? _postbox.WriteReplay(recipient, caller, device, SessionId.Create(_accounts.Clock.GetUtcNow() + TimeSpan.FromDays(1)))
            : _postbox.WriteNotice(new(MailKind.NewDevice), new(recipient, to, IsVerified: true), caller, device);
    }

    private Quotas Quotas()
    {
        var services = _accounts.Services;
        return new(
            _attempts,
            services.GetRequiredService<ChallengedAttempts>(),
            services.GetRequiredService<CardeaOptions>(),
            services.GetRequiredService<Tally>(),
            services.GetRequiredService<IMeterFactory>());
    }

    private async Task SendAsync(OutboxMail mail)
    {
        await _outbox.AddAsync(mail, Cancellation);
        _postbox.Wake();
        Assert.Equal(mail.Id, await _outbox.Removed.ReadAsync(Cancellation));
    }

    private sealed class SentMails : IMailTransport
    {
        public List<MailMessage> Messages { get; } = [];

        public bool Refuses { get; set; }

        public Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            if (Refuses)
            {
                throw new MailRefusedException("550");
            }

            Messages.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class CountedAttempts : IAttemptStore
    {
        public int Left { get; set; } = int.MaxValue;

        public bool IsAway { get; set; }

        public Task<AttemptReservation> ReserveAsync(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess, CancellationToken cancellationToken) =>
            IsAway ? throw new StoreUnavailableException()
            : Left == 0 ? Task.FromResult<AttemptReservation>(new AttemptReservation.Refused(DateTimeOffset.UnixEpoch))
            : Task.FromResult<AttemptReservation>(Reserve());

        public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken)
        {
            Left++;
            return Task.CompletedTask;
        }

        public Task<bool> NeedsNewPasswordAsync(AttemptKey secondFactor, CancellationToken cancellationToken) => Task.FromResult(false);

        private AttemptReservation.Reserved Reserve()
        {
            Left--;
            return new([]);
        }
    }
}
