using System.Text;
using Cardea.Codes;

namespace Cardea.External;

/// <summary>A logout that a provider reports (OpenID Connect Back-Channel Logout). It has a subject, a session of the provider, or both.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Subject">The id of the user at the issuer; null if the provider names only its session.</param>
/// <param name="Sid">The provider's session, whose sessions end; null to end all sessions that began with the login.</param>
/// <param name="At">When the provider issued the logout, by the provider's clock.</param>
/// <param name="Until">How long sign-ins that are older than the logout must be refused.</param>
internal sealed record ProviderLogout(string Issuer, string? Subject, string? Sid, DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>True if the provider reported nothing: the login was removed here.</summary>
    public bool IsUnlink { get; init; }

    /// <summary>The use of the provider's token, which counts once; null if there is no token.</summary>
    public TokenUse? Use { get; init; }

    /// <summary>How long a logout is remembered: longer than any sign-in takes.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>The key under which the logout of a provider's session is noted.</summary>
    public static string KeyOfSid(string issuer, string sid) => CodeHash.Of($"sid\n{issuer}\n{sid}").Value;

    /// <summary>The key under which the logout of a login is noted.</summary>
    public static string KeyOfSubject(string issuer, string subject) => CodeHash.Of($"sub\n{issuer}\n{subject}").Value;

    /// <summary>The keys that a sign-in looks at, in the order in which they are locked.</summary>
    public static IReadOnlyList<string> KeysOf(ProviderSignIn signIn) =>
    [
        .. ((string[])[
            KeyOfSubject(signIn.Issuer, signIn.Subject),
            .. signIn.Sid is { } sid ? [KeyOfSid(signIn.Issuer, sid)] : Array.Empty<string>(),
        ]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The key of this logout.</summary>
    public string Key => Sid is { } sid ? KeyOfSid(Issuer, sid) : KeyOfSubject(Issuer, Subject!);

    // The subject is personal.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Issuer = ").Append(Issuer);
        return true;
    }
}
