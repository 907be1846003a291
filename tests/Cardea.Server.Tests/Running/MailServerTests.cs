using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>The mail server of the tests, as a client that others wrote finds it.</summary>
public sealed class MailServerTests : IDisposable
{
    private const string Alice = "alice@example.org";
    private const string Silence = "ETIMEDOUT";

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Mail_is_read_as_its_recipient_reads_it()
    {
        await using var server = await MailServer.StartAsync();

        await ExpectAsync("250", server, Mail("bob@example.org", "For Bob"));
        await ExpectAsync("250", server, Mail(Alice, "Grüße"));
        await ExpectAsync("250", server, Mail(Alice, "Again"));

        var mail = await server.NextAsync(Alice);
        Assert.Equal(("no-reply@example.org", "Grüße", MailServer.Sender), (mail.From, mail.Subject, mail.Headers["from"]));
        Assert.Contains("<b>Grüße</b>", mail.Html, StringComparison.Ordinal);
        Assert.Equal((false, null), (mail.Secure, mail.User));
        Assert.Equal("https://example.org/reset?of=1#token=a-b_c%3D", mail.Link.ToString());
        Assert.Equal("a-b_c=", mail.Code);
        Assert.Equal("Again", (await server.NextAsync(Alice)).Subject);
        Assert.Equal(["For Bob", "Grüße", "Again"], server.Messages.Select(static message => message.Subject));
    }

    [Theory]
    [InlineData(nameof(MailSecurity.StartTls))]
    [InlineData(nameof(MailSecurity.Tls))]
    public async Task A_server_with_a_certificate_takes_mail_only_encrypted_and_from_whom_it_knows(string security)
    {
        await using var server = await MailServer.StartAsync(new() { Security = Enum.Parse<MailSecurity>(security), UserName = "cardea", Password = "sesame" });
        var secure = security == nameof(MailSecurity.Tls);
        var certificate = await File.ReadAllTextAsync(server.CertificateFile, TestContext.Current.CancellationToken);

        await ExpectAsync("250", server, Mail(Alice, "Secret"), Connection("sesame", secure, certificate));
        var mail = await server.NextAsync(Alice);
        Assert.Equal((true, "cardea"), (mail.Secure, mail.User));

        await ExpectAsync("535", server, Mail(Alice, "Wrong password"), Connection("guess", secure, certificate));
        await ExpectAsync("ESOCKET", server, Mail(Alice, "No trust"), Connection("sesame", secure, authority: null));
        await ExpectAsync(secure ? Silence : "530", server, Mail(Alice, "No encryption"), new() { ["ignoreTLS"] = true });
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData(nameof(MailFault.Refuse), "550")]
    [InlineData(nameof(MailFault.Busy), "451")]
    [InlineData(nameof(MailFault.Slow), Silence)]
    public async Task A_server_with_a_fault_takes_nothing(string fault, string answer)
    {
        await using var server = await MailServer.StartAsync(new() { Fault = Enum.Parse<MailFault>(fault) });

        await ExpectAsync(answer, server, Mail(Alice, "In vain"));

        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_server_that_goes_comes_back_where_it_was()
    {
        await using var server = await MailServer.StartAsync();
        await ExpectAsync("250", server, Mail(Alice, "Before"));

        await server.StopAsync();
        await ExpectAsync("ESOCKET", server, Mail(Alice, "Meanwhile"));
        await server.StartAgainAsync(new() { FailFirst = 1 });
        await ExpectAsync("451", server, Mail(Alice, "Too early"));
        await ExpectAsync("250", server, Mail(Alice, "After"));

        Assert.Equal("Before", (await server.NextAsync(Alice)).Subject);
        Assert.Equal("After", (await server.NextAsync(Alice)).Subject);
    }

    public void Dispose() => _directory.Dispose();

    private static JsonObject Mail(string to, string subject) => new()
    {
        ["from"] = MailServer.Sender,
        ["to"] = to,
        ["subject"] = subject,
        ["text"] = $"{subject}: open https://example.org/reset?of=1#token=a-b_c%3D.",
        ["html"] = $"<b>{subject}</b>",
    };

    private static JsonObject Connection(string password, bool secure, string? authority) => new()
    {
        ["secure"] = secure,
        ["requireTLS"] = !secure,
        ["auth"] = new JsonObject { ["user"] = "cardea", ["pass"] = password },
        ["tls"] = authority is null ? [] : new JsonObject { ["ca"] = authority },
    };

    private async Task ExpectAsync(string answer, MailServer server, JsonObject mail, JsonObject? connection = null)
    {
        connection ??= [];
        connection["host"] = "localhost";
        connection["port"] = server.Port;
        connection["greetingTimeout"] = answer == Silence ? 500 : 30_000;
        await using var run = NodeScript.Start("send-mail.mjs", _directory.FullName, connection.ToJsonString(), mail.ToJsonString());
        Assert.True(await run.ExitAsync() == 0, run.Errors);
        Assert.StartsWith(answer, (string?)JsonNode.Parse(run.Output), StringComparison.Ordinal);
    }
}
