using Cardea.AspNetCore.Callers;
using Cardea.Clients;

namespace Cardea.AspNetCore.Mail;

/// <summary>What a mail says of a device.</summary>
internal static class MailDevice
{
    /// <summary>
    /// Describes a device. Its name and its <c>User-Agent</c> are words of whoever signed in. At an address that is not verified that is a
    /// stranger to the reader, so the mail has only the names of programs that Cardea knows. Elsewhere the words make no link.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="isVerified">True if the owner of the account has shown that the address is theirs.</param>
    /// <returns>The description; empty for a device that the mail must not name.</returns>
    public static string Describe(ClientDevice device, bool isVerified) => (device.Name, ProgramOf(device, isVerified)) switch
    {
        ({ } name, { } program) when isVerified => $"{MailText.Unlink(name)} ({program})",
        ({ } name, null) when isVerified => MailText.Unlink(name),
        (_, var program) => program ?? "",
    };

    private static string? ProgramOf(ClientDevice device, bool isVerified) => device.UserAgent switch
    {
        { } known when UserAgent.IsKnown(known) => known,
        { } sent when isVerified => MailText.Unlink(sent),
        _ => null,
    };
}
