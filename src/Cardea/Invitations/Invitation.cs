using System.Text;
using Cardea.Codes;

namespace Cardea.Invitations;

/// <summary>Lets the person who reads the mail of an address register an account with it. It works once.</summary>
/// <param name="Id">A version-7 UUID, so invitations sort by time.</param>
/// <param name="Email">The address, normalised. An address has one invitation: a new one takes the place of the old one.</param>
/// <param name="ExpiresAt">The time until when the invitation is valid.</param>
internal sealed record Invitation(Guid Id, string Email, DateTimeOffset ExpiresAt)
{
    /// <summary>How long an invitation is valid.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(7);

    /// <summary>Creates an invitation, and the code that is mailed with it.</summary>
    /// <param name="email">The address, normalised.</param>
    /// <param name="now">The present time.</param>
    public static (Invitation Invitation, OneTimeCode Code) Create(string email, DateTimeOffset now) =>
        (new(Guid.CreateVersion7(now), email, DateTimeOffset.FromUnixTimeMilliseconds((now + Lifetime).ToUnixTimeMilliseconds())), OneTimeCode.Create());

    // No address gets into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Id = ").Append(Id);
        return true;
    }
}
