using System.Text;

namespace Cardea.External;

/// <summary>A sign-in at a provider. A session that begins with it ends when the provider ends it.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Subject">The id of the user at the issuer.</param>
/// <param name="Sid">The provider's own session; null if the provider did not name it.</param>
/// <param name="IssuedAt">When the provider issued its id token, by the provider's clock; null if it gave none.</param>
/// <param name="AuthTime">
/// When the user proved their identity at the provider, if the provider signed that it was during this sign-in; null if it did not. Such a
/// session is not recent.
/// </param>
internal sealed record ProviderSignIn(string Issuer, string Subject, string? Sid, DateTimeOffset? IssuedAt, DateTimeOffset? AuthTime)
{
    /// <summary>The <c>auth_time</c> of a session whose user may have proved their identity at the provider long ago.</summary>
    public static DateTimeOffset Unknown { get; } = DateTimeOffset.UnixEpoch;

    // The subject is personal.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Issuer = ").Append(Issuer);
        return true;
    }
}
