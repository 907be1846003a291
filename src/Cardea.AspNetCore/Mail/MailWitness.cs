using System.Diagnostics.Metrics;

namespace Cardea.AspNetCore.Mail;

/// <summary>Counts mails.</summary>
internal sealed class MailWitness(IMeterFactory meters)
{
    /// <summary>The outcome of a notice that is beyond the allowance of its address.</summary>
    public const string Limited = "limited";

    private readonly Counter<long> _mails = meters.Create("Cardea").CreateCounter<long>(
        "cardea.mail.sent", "{mail}", "Mails, by what became of them.");

    public void Saw(string outcome) => _mails.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));
}
