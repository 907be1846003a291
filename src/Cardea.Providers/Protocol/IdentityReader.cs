using System.Globalization;
using System.Security.Claims;
using Cardea.Accounts;
using Cardea.External;
using Cardea.Providers.Settings;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Client.OpenIddictClientEvents;

namespace Cardea.Providers.Protocol;

/// <summary>Reads who signed in at a provider. A provider differs from others only here.</summary>
internal sealed class IdentityReader(CardeaOptions options, TimeProvider clock)
{
    /// <summary>How far the clock of a provider may be off.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(3);

    /// <summary>Reads the answer of a browser's attempt. OpenIddict has checked its signature, audience and nonce.</summary>
    /// <returns>Who signed in; null if the answer names nobody of this provider.</returns>
    public ExternalIdentity? Read(Provider provider, ProcessAuthenticationContext context, Attempt attempt)
    {
        if (provider.Kind == ProviderKind.GitHub)
        {
            // The id of a user stays when the name changes.
            var id = (string?)context.UserInfoResponse?["id"];
            var name = (string?)context.UserInfoResponse?["login"];
            return Create(provider, provider.Issuer, id, sid: null, issuedAt: null, authTime: null, email: null, isVerified: false, isOfWorkspace: false, name);
        }

        if (context.BackchannelIdentityTokenPrincipal is not { } signed)
        {
            return null;
        }

        // The address may come from the userinfo endpoint: OpenIddict has compared its subject.
        var email = signed.GetClaim(Claims.Email) is { Length: > 0 } ? signed : context.UserInfoTokenPrincipal ?? context.MergedPrincipal ?? signed;
        return Read(provider, signed, email, context.Configuration?.Issuer?.OriginalString, attempt.StartedAt);
    }

    /// <summary>Reads an id token whose signature, audience and nonce were checked.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="signed">The claims of the id token.</param>
    /// <param name="email">The claims that have the address.</param>
    /// <param name="discovered">The issuer that the provider's metadata names.</param>
    /// <param name="startedAt">When the attempt began.</param>
    /// <returns>Who signed in; null if the token names nobody of this provider.</returns>
    public ExternalIdentity? Read(Provider provider, ClaimsPrincipal signed, ClaimsPrincipal email, string? discovered, DateTimeOffset startedAt)
    {
        // OpenIddict keeps the iss of a token apart, because it names claims by its own rules.
        var issuer = signed.GetClaim(Claims.Private.Issuer) ?? signed.GetClaim(Claims.Issuer);
        var tenant = signed.GetClaim("tid");
        if (!provider.IsIssuer(issuer, tenant, discovered) || !IsTimely(signed))
        {
            return null;
        }

        return Create(
            provider,
            issuer!,
            signed.GetClaim(Claims.Subject),
            signed.GetClaim("sid"),
            ReadTime(signed, Claims.IssuedAt) ?? ReadTime(signed, Claims.Private.CreationDate),
            ReadTime(signed, Claims.AuthenticationTime) is { } at && at >= startedAt - options.ClockSkew ? at : null,
            email.GetClaim(Claims.Email),
            string.Equals(email.GetClaim(Claims.EmailVerified), "true", StringComparison.OrdinalIgnoreCase),
            signed.GetClaim("hd") is { Length: > 0 },
            email.GetClaim(Claims.Email) ?? signed.GetClaim(Claims.PreferredUsername));
    }

    // OpenIddict looks at the times of an id token only where it is a hint (OpenID Connect Core, section 3.1.3.7).
    private bool IsTimely(ClaimsPrincipal signed)
    {
        var now = clock.GetUtcNow();
        return (ReadTime(signed, Claims.ExpiresAt) ?? ReadTime(signed, Claims.Private.ExpirationDate)) is { } end && now < end + Skew
            && !(ReadTime(signed, Claims.NotBefore) > now + Skew);
    }

    private static ExternalIdentity? Create(
        Provider provider,
        string issuer,
        string? subject,
        string? sid,
        DateTimeOffset? issuedAt,
        DateTimeOffset? authTime,
        string? email,
        bool isVerified,
        bool isOfWorkspace,
        string? label)
    {
        if (!IsText(subject, ExternalLogin.MaximumSubject) || (sid is not null && !IsText(sid, ExternalLogin.MaximumSubject)))
        {
            return null;
        }

        var address = EmailAddress.Normalize(email);
        return new(
            provider.Name,
            new ProviderSignIn(issuer, subject!, sid, issuedAt, authTime),
            address,
            address is not null && isVerified && provider.Vouches(address, isOfWorkspace),
            IsLabel(label) ? label : null);
    }

    private static bool IsText(string? text, int most) => text is { Length: > 0 } && text.Length <= most && !text.Any(char.IsControl);

    // The label stands in mails and on pages. A name that its owner chose must not be able to say something there.
    private static bool IsLabel(string? text) =>
        text is { Length: > 0 and <= ExternalLogin.MaximumLabel } && text.All(static letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@' or '+');

    private static DateTimeOffset? ReadTime(ClaimsPrincipal claims, string name) =>
        claims.GetClaim(name) is { } text
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null
            : null;
}
