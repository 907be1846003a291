using System.Text.Json;
using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>The names of templates, and the names of the values that they may use.</summary>
internal static class MailVocabulary
{
    /// <summary>The mails that carry a link with a code.</summary>
    private static readonly string[] Link = ["service", "link", "minutes"];

    // Without a device: anyone can have this mail sent to anyone, and would choose the name of the device.
    private static readonly string[] Attempt = ["service", "time", "address"];

    private static readonly string[] Notice = ["service", "time", "device", "address"];

    extension(MailKind kind)
    {
        /// <summary>The name of its templates, such as <c>verify-email</c>.</summary>
        public string Name => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

        /// <summary>The values of the mail. Each must be given, and no other can be used.</summary>
        public IReadOnlyList<string> Placeholders => kind switch
        {
            MailKind.VerifyEmail => [.. Link, "code"],
            MailKind.ResetPassword or MailKind.ChangeEmail or MailKind.SignInLink => Link,
            MailKind.ExternalCode => ["service", "minutes", "code", "provider", "account"],
            MailKind.EnrolmentCode or MailKind.Reauthentication => ["service", "code", "minutes"],
            MailKind.AddressTaken => Attempt,
            MailKind.Invitation => ["service", "link"],
            MailKind.PasswordBreached => ["service"],
            MailKind.UndoEmail => [.. Notice, "link"],
            MailKind.TokenReplayed => [.. Notice, "session"],
            MailKind.FactorsChanged => [.. Notice, "change"],
            _ => Notice,
        };
    }

    extension(FactorChange change)
    {
        /// <summary>Its name as the value <c>change</c>, such as <c>passkey-added</c>.</summary>
        public string Name => JsonNamingPolicy.KebabCaseLower.ConvertName(change.ToString());
    }
}
