using Cardea.AspNetCore.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Cardea.Tests.Mail;

public sealed class MailDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("cardea-");
    private readonly FakeTimeProvider _clock = new(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly LinesLogger _log = new();

    private string Outbox => Path.Combine(_parent.FullName, "outbox");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task A_mail_is_a_file_that_mail_programs_read()
    {
        var file = await SendAsync(Mails.One());

        using var mail = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("ada@example.org", mail.To.ToString());
        Assert.Equal("no-reply@localhost", mail.From.ToString());
        Assert.Equal("Choose a new password", mail.Subject);
        Assert.Equal(Mails.One().Text, mail.TextBody?.ReplaceLineEndings("\n"));
        Assert.Equal(Mails.One().Html, mail.HtmlBody?.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_link_is_in_one_piece_in_the_file() =>
        Assert.Contains($"\r\n{Mails.Link}\r\n", await File.ReadAllTextAsync(await SendAsync(Mails.One()), TestContext.Current.CancellationToken), StringComparison.Ordinal);

    [Fact]
    public async Task An_address_beyond_ascii_comes_back_as_it_was()
    {
        using var mail = await MimeMessage.LoadAsync(await SendAsync(Mails.One("j\u00F6rg@example.org")), TestContext.Current.CancellationToken);

        Assert.Equal("j\u00F6rg@example.org", Assert.Single(mail.To.Mailboxes).Address);
    }

    [Fact]
    public async Task Files_sort_by_time_and_name_nobody()
    {
        List<string> files = [];
        for (var i = 0; i < 3; i++)
        {
            files.Add(await SendAsync(Mails.One()));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(files, Directory.GetFiles(Outbox).Order(StringComparer.Ordinal));
        Assert.All(files, static file => Assert.Matches(@"^20260304T05060700\dZ-[0-9a-f]{8}\.eml$", Path.GetFileName(file)));
    }

    [Fact]
    public async Task Its_owner_alone_can_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = await SendAsync(Mails.One());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Outbox));
    }

    [Fact]
    public async Task What_could_not_be_written_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transport().SendAsync(Mails.One(), new(canceled: true)));
        await Assert.ThrowsAsync<MailRefusedException>(() => Transport().SendAsync(Mails.One("nobody"), TestContext.Current.CancellationToken));

        Assert.Empty(Directory.GetFiles(Outbox));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task The_log_says_where_and_nothing_else()
    {
        var file = await SendAsync(Mails.One());

        Assert.Equal($"A mail was written to {file}", Assert.Single(_log.Lines));
    }

    private async Task<string> SendAsync(Cardea.Mail.MailMessage mail)
    {
        var before = Directory.Exists(Outbox) ? Directory.GetFiles(Outbox) : [];
        await Transport().SendAsync(mail, TestContext.Current.CancellationToken);
        return Assert.Single(Directory.GetFiles(Outbox).Except(before, StringComparer.Ordinal));
    }

    private MailDirectory Transport() => new(Outbox, new(), _clock, _log);

    private sealed class LinesLogger : ILogger<MailDirectory>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
