namespace Cardea.Server.Tests.Running;

/// <summary>What is wrong with a mail server.</summary>
internal enum MailFault
{
    None,

    /// <summary>It answers every recipient with 550: never.</summary>
    Refuse,

    /// <summary>It answers every recipient with 451: later.</summary>
    Busy,

    /// <summary>It takes connections, and says nothing.</summary>
    Slow,
}
