using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Cardea.Server.Tests.Running;

/// <summary>A mail server in a process of its own, and what came to it, which outlives that process.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string Sender = "Cardea <no-reply@example.org>";

    private readonly TemporaryDirectory _directory = new();
    private readonly Lock _lock = new();
    private readonly List<ReceivedMail> _messages = [];
    private readonly HashSet<ReceivedMail> _taken = new(ReferenceEqualityComparer.Instance);
    private MailServerOptions _options;
    private ProgramRun? _run;

    private MailServer(MailServerOptions options) => _options = options;

    public int Port { get; private set; }

    /// <summary>Its own certificate, made out to localhost.</summary>
    public string CertificateFile => _directory.PathOf("server.crt");

    /// <summary>What tells a server of Cardea to send its mail here, and to trust it.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("Cardea__Smtp__Host", "localhost"),
        ("Cardea__Smtp__Port", Port.ToString(CultureInfo.InvariantCulture)),
        ("Cardea__Smtp__From", Sender),
        ("Cardea__Smtp__Security", _options.Security.ToString()),
        .. _options.UserName is null ? ((string, string)[])[] : [("Cardea__Smtp__UserName", _options.UserName), ("Cardea__Smtp__Password", _options.Password ?? "")],
        .. _options.Security is MailSecurity.None ? ((string, string)[])[] : [("SSL_CERT_FILE", CertificateFile)],
    ];

    /// <summary>All that came so far.</summary>
    public IReadOnlyList<ReceivedMail> Messages
    {
        get
        {
            lock (_lock)
            {
                while (_run?.TryReadLine(out var line) is true)
                {
                    _messages.Add(JsonSerializer.Deserialize<ReceivedMail>(line, JsonSerializerOptions.Web)!);
                }

                return [.. _messages];
            }
        }
    }

    public static async Task<MailServer> StartAsync(MailServerOptions? options = null)
    {
        NodeScript.SkipIfMissing();
        var server = new MailServer(options ?? new());
        await server.WriteCertificateAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Ends it at once: nobody listens where it was.</summary>
    public async Task StopAsync()
    {
        await _run!.KillAsync();
        _ = Messages;
        await _run.DisposeAsync();
        _run = null;
    }

    /// <summary>Starts it where it was, the same or another kind.</summary>
    public async Task StartAgainAsync(MailServerOptions? options = null)
    {
        _options = options ?? _options;
        _run = NodeScript.Start(
            "smtp-server.mjs",
            _directory.FullName,
            ["--port", $"{Port}", "--certificate", CertificateFile, "--key", _directory.PathOf("server.key"), .. _options.Arguments]);
        Port = int.Parse(await _run.ReadLineAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits for the next mail to somebody that was not given out yet; of those whose subject begins so, if that is said.</summary>
    public async Task<ReceivedMail> NextAsync(string to, string subject = "")
    {
        ReceivedMail? next = null;
        await Eventually.HoldsAsync(() => Task.FromResult((next = Take(to, subject)) is not null));
        return next!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await StopAsync();
        }

        _directory.Dispose();
    }

    private ReceivedMail? Take(string to, string subject)
    {
        lock (_lock)
        {
            return Messages.FirstOrDefault(mail =>
                mail.To.Equals(to, StringComparison.OrdinalIgnoreCase) && mail.Subject.StartsWith(subject, StringComparison.Ordinal) && _taken.Add(mail));
        }
    }

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllTextAsync(CertificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_directory.PathOf("server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
