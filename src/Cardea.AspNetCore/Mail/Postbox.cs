using System.Globalization;
using System.Text.Json;
using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Links;
using Cardea.Clients;
using Cardea.Invitations;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.Tokens;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Mail;

/// <summary>Writes mail, and seals it for the outbox.</summary>
internal sealed partial class Postbox(
    IOutbox outbox,
    MailTemplates templates,
    Quotas quotas,
    MailWitness witness,
    MasterKey masterKey,
    PublicAddresses addresses,
    CardeaOptions options,
    TimeProvider clock,
    ILogger<Postbox> logger)
{
    // A notice is useful for longer than a code.
    private static readonly TimeSpan UseOfNotice = TimeSpan.FromDays(3);

    private Action? _watchers;

    /// <summary>Writes a mail that brings a code.</summary>
    /// <param name="kind">The kind of mail.</param>
    /// <param name="recipient">The user, if known.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="page">The page that takes the code, below <see cref="CardeaOptions.AccountPages"/>; null for a code that the user copies.</param>
    /// <param name="code">The code.</param>
    /// <param name="lifetime">The lifetime of the code.</param>
    /// <param name="caller">Who asks for the mail. The mail is in the language of the caller.</param>
    /// <param name="typed">The eight digits of the mail, if it has any.</param>
    public OutboxMail WriteCode(
        MailKind kind, UserId? recipient, string to, string? page, string code, TimeSpan lifetime, Caller caller, string? typed = null) =>
        Write(kind, recipient, to, LanguageOf(caller), lifetime, new(StringComparer.Ordinal)
        {
            ["link"] = page is null ? "" : Link(page, code, caller),
            ["minutes"] = lifetime.TotalMinutes.ToString(CultureInfo.InvariantCulture),
            ["code"] = typed ?? (page is null ? code : ""),
        });

    /// <summary>Writes a mail that brings a code to somebody who signs in with a provider and gave an address.</summary>
    /// <param name="to">The address.</param>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="account">What people call the account at the provider; null if the provider did not say.</param>
    /// <param name="typed">The eight digits.</param>
    /// <param name="lifetime">The lifetime of the code.</param>
    /// <param name="caller">Who asks for the mail. The mail is in the language of the caller.</param>
    public OutboxMail WriteExternalCode(string to, string provider, string? account, string typed, TimeSpan lifetime, Caller caller) =>
        Write(MailKind.ExternalCode, recipient: null, to, LanguageOf(caller), lifetime, new(StringComparer.Ordinal)
        {
            ["provider"] = provider,
            ["account"] = account is null ? "?" : MailText.Unlink(account),
            ["minutes"] = lifetime.TotalMinutes.ToString(CultureInfo.InvariantCulture),
            ["code"] = typed,
        });

    /// <summary>Writes a mail with which somebody registers.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="code">The code of the mail's link.</param>
    /// <param name="caller">Who invites. The mail is in the language of the caller.</param>
    public OutboxMail WriteInvitation(Invitation invitation, string code, Caller caller)
    {
        var mail = Write(MailKind.Invitation, recipient: null, invitation.Email, LanguageOf(caller), Invitation.Lifetime, new(StringComparer.Ordinal)
        {
            ["link"] = Link(MailKind.Invitation.Name, code, caller),
        });
        return mail with { CanWait = true };
    }

    /// <summary>True if a notice may become a mail. It counts the mail, so that nobody can have an address flooded by changing an account.</summary>
    /// <param name="kind">The kind of the notice.</param>
    /// <param name="to">Who gets the mail.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<bool> MayTellAsync(MailKind kind, Addressee to, CancellationToken cancellationToken)
    {
        var may = await quotas.MayTellAsync(kind, to, cancellationToken);
        if (!may)
        {
            witness.Saw(MailWitness.Limited);
        }

        return may;
    }

    /// <summary>Writes a mail that tells about something that has happened. <see cref="MayTellAsync"/> must have allowed it.</summary>
    /// <param name="notice">What has happened.</param>
    /// <param name="to">Who gets the mail.</param>
    /// <param name="caller">Who did it. The mail is in the language of the caller.</param>
    /// <param name="device">The device that the mail names; null for the caller's.</param>
    /// <param name="code">The code of the mail's link; null for a mail without one. The template's name is the page that takes it.</param>
    public OutboxMail WriteNotice(Notice notice, Addressee to, Caller caller, ClientDevice? device = null, string? code = null) =>
        WriteNotice(notice, to.Recipient, to.Address, to.IsVerified, caller, device ?? caller.Device, session: null, code);

    /// <summary>Writes a mail about a replayed token. Its address is looked up, and its allowance is counted, when it is sent.</summary>
    /// <param name="recipient">The user.</param>
    /// <param name="caller">Who sent the token. The mail is in the language of the caller.</param>
    /// <param name="device">The device that the mail names.</param>
    /// <param name="session">The session that has ended.</param>
    public OutboxMail WriteReplay(UserId recipient, Caller caller, ClientDevice device, SessionId session) =>
        WriteNotice(new(MailKind.TokenReplayed), recipient, to: null, isVerified: false, caller, device, session, code: null);

    /// <summary>Posts a mail that tells about something that has happened, if it is allowed. It is given up only with the process: what it tells has happened.</summary>
    /// <inheritdoc cref="WriteNotice(Notice, Addressee, Caller, ClientDevice?, string?)"/>
    public async Task TellAsync(Notice notice, Addressee to, Caller caller, ClientDevice? device = null)
    {
        if (await MayTellAsync(notice.Kind, to, CancellationToken.None))
        {
            await PostAsync(WriteNotice(notice, to, caller, device));
        }
    }

    /// <summary>Writes a mail that tells a user that their password is among breached ones. The mail names no device: nobody has done anything.</summary>
    /// <param name="recipient">The user.</param>
    /// <param name="language">The language of the sign-in.</param>
    public OutboxMail WriteBreach(UserId recipient, string? language) =>
        Write(MailKind.PasswordBreached, recipient, to: null, language, UseOfNotice, new(StringComparer.Ordinal)) with { CanWait = true };

    /// <summary>The language that mails to a caller are in; null for the default.</summary>
    public string? LanguageOf(Caller caller) => caller.LanguageAmong(templates.Languages);

    /// <summary>Posts a mail about something that has happened. If the store can't be asked, there is no mail.</summary>
    public async Task PostAsync(OutboxMail mail)
    {
        try
        {
            await outbox.AddAsync(mail, CancellationToken.None);
            Wake();
        }
        catch (StoreUnavailableException exception)
        {
            LogNotPosted(logger, exception);
        }
    }

    /// <summary>Has a mail that was stored with a change sent at once.</summary>
    public void Wake() => _watchers?.Invoke();

    /// <summary>Tells <paramref name="watcher"/> whenever a mail is to be sent at once. It must not wait or throw.</summary>
    public void Watch(Action watcher) => _watchers += watcher;

    /// <summary>Opens a mail of the outbox; <see langword="null"/> when it was sealed under another master key.</summary>
    public MailMessage? Open(OutboxMail mail) =>
        masterKey.Open(Context(mail.Id), mail.Sealed.Span) is { } json ? JsonSerializer.Deserialize(json, CardeaJsonContext.Default.MailMessage) : null;

    private OutboxMail WriteNotice(
        Notice notice, UserId? recipient, string? to, bool isVerified, Caller caller, ClientDevice device, SessionId? session, string? code)
    {
        var mail = Write(notice.Kind, recipient, to, LanguageOf(caller), code is null ? UseOfNotice : AddressUndo.Lifetime, new(StringComparer.Ordinal)
        {
            ["time"] = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            ["device"] = MailDevice.Describe(device, isVerified),
            ["address"] = device.IpAddress ?? "?",
            ["change"] = notice.Change?.Name ?? "",
            ["session"] = session?.ToString() ?? "",
            ["link"] = code is null ? "" : Link(notice.Kind.Name, code, caller),
        });
        return mail with { CanWait = true };
    }

    private OutboxMail Write(MailKind kind, UserId? recipient, string? to, string? language, TimeSpan use, Dictionary<string, string> values)
    {
        values["service"] = options.ServiceName;
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var message = templates.Render(kind, to, language, values);
        return new(id, recipient, masterKey.Seal(Context(id), JsonSerializer.SerializeToUtf8Bytes(message, CardeaJsonContext.Default.MailMessage)), now + use);
    }

    // The code is behind #, so it gets into no log and to no other site.
    private string Link(string page, string code, Caller caller) =>
        $"{(options.AccountPages.Length > 0 ? $"{options.AccountPages}/{page}" : addresses.Of($"/account/{page}", caller.PathBase))}#token={code}";

    private static string Context(Guid id) => $"mail:{id}";

    [LoggerMessage(EventId = 806, Level = LogLevel.Warning, Message = "A user is not told by mail: the store can't be asked")]
    private static partial void LogNotPosted(ILogger logger, Exception exception);
}
