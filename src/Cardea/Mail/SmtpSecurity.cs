namespace Cardea.Mail;

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>From the first command on (RFC 3207); a server that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>From the first byte on (RFC 8314), as a rule on port 465.</summary>
    Tls,

    /// <summary>Not at all: for a server on this machine or a network of one's own.</summary>
    None,
}
