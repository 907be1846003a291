namespace Cardea.Server.Tests.Running;

/// <summary>What kind of mail server it is; by default one that takes everything from everybody.</summary>
internal sealed record MailServerOptions
{
    public MailSecurity Security { get; init; }

    /// <summary>Who may send, if not everybody.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    public MailFault Fault { get; init; }

    /// <summary>How many messages are answered with 451 before it takes one, counted from each start.</summary>
    public int FailFirst { get; init; }

    /// <summary>The arguments of the script that say so.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--fail-first", $"{FailFirst}",
        .. UserName is null ? (string[])[] : ["--user", UserName, "--password", Password ?? ""],
        .. Security switch { MailSecurity.StartTls => ["--starttls"], MailSecurity.Tls => ["--tls"], _ => (string[])[] },
        .. Fault switch { MailFault.Refuse => ["--refuse"], MailFault.Busy => ["--busy"], MailFault.Slow => ["--slow"], _ => (string[])[] },
    ];
}
