namespace Cardea.Mail;

/// <summary>The server that Cardea sends mail through (RFC 6409).</summary>
public sealed class SmtpRules
{
    /// <summary>The name or address of the server. Default none: every message becomes a file in <c>data/outbox</c>.</summary>
    public string Host { get; set; } = "";

    /// <summary>The port of the server. Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted. Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The user name at the server. Default none: no authentication.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The password for the user name.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender, such as <c>Example &lt;no-reply@example.org&gt;</c>. Must be set with <see cref="Host"/>.</summary>
    public string From { get; set; } = "";

    /// <summary>The maximum time for one message, from connecting to its acceptance. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
