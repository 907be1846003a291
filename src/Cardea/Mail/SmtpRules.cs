namespace Cardea.Mail;

/// <summary>The server that takes our mail (RFC 6409).</summary>
public sealed class SmtpRules
{
    /// <summary>Its name or address. Default none: every message becomes a file in <c>data/outbox</c>.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted. Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Who we are there. Default none: no authentication.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The password for it.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender, such as <c>Example &lt;no-reply@example.org&gt;</c>. Must be set with <see cref="Host"/>.</summary>
    public string From { get; set; } = "";

    /// <summary>How long one message may take, from connecting to its acceptance. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
