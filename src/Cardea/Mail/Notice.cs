namespace Cardea.Mail;

/// <summary>The mail that tells an owner about a change of the account.</summary>
/// <param name="Kind">The template.</param>
/// <param name="Change">The factor change, if the template has a line for each.</param>
internal sealed record Notice(MailKind Kind, FactorChange? Change = null);
