using System.Globalization;
using System.Security.Cryptography;
using Cardea.Mail;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Cardea.AspNetCore.Mail;

/// <summary>Writes each mail to a file instead of sending it, for development; they hold links that sign in, so only their owner can read them.</summary>
internal sealed partial class MailDirectory(string directory, CardeaOptions options, TimeProvider clock, ILogger<MailDirectory> logger) : IMailTransport
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The path of the directory.</summary>
    public string Location => Path.GetFullPath(directory);

    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        using var mail = MimeMail.Write(message, options, clock);

        // Not quoted-printable, which breaks links: a link must be fit to copy.
        mail.Prepare(EncodingConstraint.EightBit, MimeMail.LongestLine);
        Create();
        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(directory, $"{time}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.eml");
        var draft = path + ".part";
        try
        {
            await WriteAsync(mail, draft, cancellationToken);

            // In one step, so a reader never sees half a mail.
            File.Move(draft, path);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        LogWritten(logger, path);
    }

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnersFile | UnixFileMode.UserExecute);
        }
    }

    private static async Task WriteAsync(MimeMessage mail, string path, CancellationToken cancellationToken)
    {
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = OwnersFile;
        }

        await using var file = new FileStream(path, open);
        await mail.WriteToAsync(MimeMail.Format(mail), file, cancellationToken);
    }

    [LoggerMessage(EventId = 801, Level = LogLevel.Information, Message = "A mail was written to {Path}")]
    private static partial void LogWritten(ILogger logger, string path);
}
