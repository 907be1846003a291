using System.Text.Json;
using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>The names that templates are called by, and those of the values they may use.</summary>
internal static class MailVocabulary
{
    /// <summary>The mails that carry a link with a code.</summary>
    private static readonly string[] Link = ["service", "link", "minutes"];

    // Without a device: anybody can have this one sent to anybody, and would choose what their device is called.
    private static readonly string[] Attempt = ["service", "time", "address"];

    private static readonly string[] Notice = ["service", "time", "device", "address"];

    extension(MailKind kind)
    {
        /// <summary>What its templates are called, such as <c>verify-email</c>.</summary>
        public string Name => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

        /// <summary>The values it is made of; each must be given, and no other can be used.</summary>
        public IReadOnlyList<string> Placeholders => kind switch
        {
            MailKind.VerifyEmail or MailKind.ResetPassword or MailKind.ChangeEmail or MailKind.SignInLink => Link,
            MailKind.AddressTaken => Attempt,
            MailKind.TokenReplayed => [.. Notice, "session"],
            MailKind.FactorsChanged => [.. Notice, "change"],
            _ => Notice,
        };
    }

    extension(FactorChange change)
    {
        /// <summary>What it is called as the value <c>change</c>, such as <c>passkey-added</c>.</summary>
        public string Name => JsonNamingPolicy.KebabCaseLower.ConvertName(change.ToString());
    }
}
