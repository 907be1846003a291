namespace Cardea.Server.Tests.Running;

/// <summary>How a mail server is encrypted, in the words of Cardea's setting.</summary>
internal enum MailSecurity
{
    None,
    StartTls,
    Tls,
}
