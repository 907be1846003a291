using System.Buffers.Text;
using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Cookies;
using Cardea.Mail;

namespace Cardea;

/// <summary>Checks the settings at start. Each finding names the setting and the fix.</summary>
internal static class CardeaOptionsRules
{
    /// <summary>Returns what is wrong with the settings, or nothing.</summary>
    public static IEnumerable<string> Check(CardeaOptions options)
    {
        if ("e\u0301".Normalize().Length > 1)
        {
            // This finding is returned alone. Without ICU, the other checks misread names and addresses.
            return ["System.Globalization.Invariant must be off (DOTNET_SYSTEM_GLOBALIZATION_INVARIANT too), and ICU must be installed: without it one e-mail address or password has several spellings."];
        }

        (bool Wrong, string Finding)[] rules =
        [
            (!IsIssuer(options.Issuer), $"Cardea:Issuer must be the public address of this service, such as https://id.example.org, without query, fragment or trailing slash; it is '{options.Issuer}'."),
            (options.Audience.Length == 0 && options.Issuer.Length > 0, "Cardea:Audience must not be empty: name who accepts the access tokens, such as https://api.example.org."),
            (options.ClientId.Length == 0, "Cardea:ClientId must not be empty: the default is 'cardea'."),
            (options.MasterKey.Length > 0 && !IsMasterKey(options.MasterKey), "Cardea:MasterKey must be 32 bytes in base64: make one with 'openssl rand -base64 32'."),
            (options.AccessTokenLifetime < TimeSpan.FromSeconds(10) || options.AccessTokenLifetime > TimeSpan.FromHours(24), Between("AccessTokenLifetime", "00:00:10", "1.00:00:00", options.AccessTokenLifetime)),
            (options.RefreshGrace < TimeSpan.Zero || options.RefreshGrace > TimeSpan.FromMinutes(10), Between("RefreshGrace", "00:00:00", "00:10:00", options.RefreshGrace)),
            (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromMinutes(5), Between("ClockSkew", "00:00:00", "00:05:00", options.ClockSkew)),
            (options.StalenessBound < TimeSpan.FromSeconds(3) || options.StalenessBound > TimeSpan.FromMinutes(5), Between("StalenessBound", "00:00:03", "00:05:00", options.StalenessBound)),
            (options.SessionLifetime < TimeSpan.FromMinutes(1) || options.SessionLifetime > TimeSpan.FromDays(3650), Between("SessionLifetime", "00:01:00", "3650.00:00:00", options.SessionLifetime)),
            (options.IdleTimeout <= options.AccessTokenLifetime, $"Cardea:IdleTimeout ({options.IdleTimeout}) must be longer than Cardea:AccessTokenLifetime ({options.AccessTokenLifetime}), or nobody could refresh in time: lengthen the one or shorten the other."),
            (options.IdleTimeout <= options.RefreshGrace, $"Cardea:IdleTimeout ({options.IdleTimeout}) must be longer than Cardea:RefreshGrace ({options.RefreshGrace})."),
            (options.IdleTimeout > options.SessionLifetime, $"Cardea:IdleTimeout ({options.IdleTimeout}) must not be longer than Cardea:SessionLifetime ({options.SessionLifetime})."),
            (options.SessionsPerUser is < 1 or > 10_000, $"Cardea:SessionsPerUser must be between 1 and 10000; it is {options.SessionsPerUser}."),
            (options.SweepInterval != TimeSpan.Zero && (options.SweepInterval < TimeSpan.FromSeconds(1) || options.SweepInterval > TimeSpan.FromDays(7)), $"{Between("SweepInterval", "00:00:01", "7.00:00:00", options.SweepInterval)} Zero turns this process's own sweep off."),
            (options.StartTimeout < TimeSpan.Zero || options.StartTimeout > TimeSpan.FromHours(1), Between("StartTimeout", "00:00:00", "01:00:00", options.StartTimeout)),
            (options.KeyLifetime < TimeSpan.FromHours(1) || options.KeyLifetime > TimeSpan.FromDays(3650), Between("KeyLifetime", "01:00:00", "3650.00:00:00", options.KeyLifetime)),
            (options.Passwords.MinimumLength is < PasswordRules.LowestMinimumLength or > PasswordRules.HighestMinimumLength, $"Cardea:Passwords:MinimumLength must be between {PasswordRules.LowestMinimumLength} and {PasswordRules.HighestMinimumLength} code points; it is {options.Passwords.MinimumLength}."),
            (options.Passwords.MemoryKiB is < PasswordRules.LowestMemoryKiB or > PasswordRules.HighestMemoryKiB, $"Cardea:Passwords:MemoryKiB must be between {PasswordRules.LowestMemoryKiB} and {PasswordRules.HighestMemoryKiB}; it is {options.Passwords.MemoryKiB}."),
            (options.Passwords.Iterations is < PasswordRules.LowestIterations or > PasswordRules.HighestIterations, $"Cardea:Passwords:Iterations must be between {PasswordRules.LowestIterations} and {PasswordRules.HighestIterations}; it is {options.Passwords.Iterations}."),
            (options.Passwords.BreachedRange.Length > 0 && !IsRange(options.Passwords.BreachedRange), $"Cardea:Passwords:BreachedRange must be an address over TLS that ends with a slash, such as https://api.pwnedpasswords.com/range/; it is '{options.Passwords.BreachedRange}'."),
            (options.Attempts.PerAccount is < 3 or > GuessLimit.MostInARow, $"Cardea:Attempts:PerAccount must be between 3 and {GuessLimit.MostInARow}; it is {options.Attempts.PerAccount}."),
            (options.Attempts.PerNetwork < options.Attempts.PerAccount || options.Attempts.PerNetwork > 1_000_000, $"Cardea:Attempts:PerNetwork must be between Cardea:Attempts:PerAccount ({options.Attempts.PerAccount}) and 1000000; it is {options.Attempts.PerNetwork}."),
            (options.Attempts.Window < TimeSpan.FromSeconds(1) || options.Attempts.Window > TimeSpan.FromDays(1), Between("Attempts:Window", "00:00:01", "1.00:00:00", options.Attempts.Window)),
            (options.Attempts.SignIns is < 1 or > 1_000_000, $"Cardea:Attempts:SignIns must be between 1 and 1000000; it is {options.Attempts.SignIns}."),
            (options.Attempts.Registrations is < 1 or > 1_000_000, $"Cardea:Attempts:Registrations must be between 1 and 1000000; it is {options.Attempts.Registrations}."),
            (options.RecentAuthentication < TimeSpan.FromSeconds(1) || options.RecentAuthentication > TimeSpan.FromDays(1), Between("RecentAuthentication", "00:00:01", "1.00:00:00", options.RecentAuthentication)),
            (options.TrustedDeviceLifetime < TimeSpan.Zero || options.TrustedDeviceLifetime > TimeSpan.FromDays(365), $"{Between("TrustedDeviceLifetime", "00:00:00", "365.00:00:00", options.TrustedDeviceLifetime)} Zero trusts no device."),
            (!Enum.IsDefined(options.Cookies.SameSite), $"Cardea:Cookies:SameSite must be Lax or Strict; it is {options.Cookies.SameSite}."),
            (options.Cookies.RotateAfter < CookieRules.ShortestRotation || options.Cookies.RotateAfter > CookieRules.LongestRotation, Between("Cookies:RotateAfter", "00:05:00", "30.00:00:00", options.Cookies.RotateAfter)),
            (options.EventRetention < TimeSpan.FromDays(31) || options.EventRetention > TimeSpan.FromDays(3650), Between("EventRetention", "31.00:00:00", "3650.00:00:00", options.EventRetention)),
            (options.AccountPages.Length > 0 && !IsIssuer(options.AccountPages), $"Cardea:AccountPages must be the public address below which your pages are, such as https://app.example.org/account, without query, fragment or trailing slash; it is '{options.AccountPages}'."),
            (options.Passkeys.Origins.Any(origin => !IsOrigin(origin, options.Passkeys.Domain)), $"Cardea:Passkeys:Origins must be origins within Cardea:Passkeys:Domain ('{options.Passkeys.Domain}'), such as https://app.example.org, without a path; they are '{string.Join("', '", options.Passkeys.Origins)}'."),
            (options.RelatedOrigins.Any(static origin => !origin.StartsWith("https://", StringComparison.Ordinal) || WebOrigin.Of(origin) != origin), $"Cardea:RelatedOrigins must be origins over https, such as https://example.de, without a path; they are '{string.Join("', '", options.RelatedOrigins)}'."),
        ];

        return rules.Where(static rule => rule.Wrong).Select(static rule => rule.Finding).Concat(CheckApis(options.ResourceApis)).Concat(CheckAddresses(options)).Concat(CheckSmtp(options.Smtp));
    }

    private static IEnumerable<string> CheckSmtp(SmtpRules smtp)
    {
        (bool Wrong, string Finding)[] rules =
        [
            (smtp.Host.Length > 0 && Uri.CheckHostName(smtp.Host) == UriHostNameType.Unknown, $"Cardea:Smtp:Host must be a name or address alone, such as smtp.example.org, with its port in Cardea:Smtp:Port; it is '{smtp.Host}'."),
            (smtp.Port is < 1 or > 65_535, $"Cardea:Smtp:Port must be between 1 and 65535, as a rule 587; it is {smtp.Port}."),
            (smtp.Timeout < TimeSpan.FromSeconds(1) || smtp.Timeout > TimeSpan.FromMinutes(5), Between("Smtp:Timeout", "00:00:01", "00:05:00", smtp.Timeout)),
            (smtp.Host.Length > 0 && smtp.From.Length == 0, "Cardea:Smtp:From must be set with Cardea:Smtp:Host: the sender of all mails, such as Example <no-reply@example.org>."),
            (smtp.From.Length > 0 && !IsMailbox(smtp.From), $"Cardea:Smtp:From must be one address, such as no-reply@example.org or Example <no-reply@example.org>; it is '{smtp.From}'."),
            (smtp.UserName.Length > 0 && smtp.Password.Length == 0, "Cardea:Smtp:Password must be set with Cardea:Smtp:UserName; leave out both where the server asks for neither."),
            (smtp.Password.Length > 0 && smtp.UserName.Length == 0, "Cardea:Smtp:UserName must be set with Cardea:Smtp:Password; leave out both where the server asks for neither."),
        ];

        return rules.Where(static rule => rule.Wrong).Select(static rule => rule.Finding);
    }

    private static IEnumerable<string> CheckAddresses(CardeaOptions options)
    {
        for (var i = 0; i < options.AllowedOrigins.Count; i++)
        {
            if (options.AllowedOrigins[i] is var origin && WebOrigin.Of(origin) != origin)
            {
                yield return $"Cardea:AllowedOrigins:{i} must be an origin exactly as browsers send it, such as https://app.example.org: in lower case, without path, trailing slash or default port; it is '{origin}'.";
            }
        }

        for (var i = 0; i < options.ReturnUrls.Count; i++)
        {
            if (ReturnAddress.IsOfApp(options.ReturnUrls[i]))
            {
                if (!options.AllowCustomSchemes)
                {
                    yield return $"Cardea:ReturnUrls:{i} has a scheme of an app's own ('{options.ReturnUrls[i]}'), which any app can claim: use an https address that the app has claimed, or set Cardea:AllowCustomSchemes.";
                }
            }
            else if (!ReturnAddress.IsRule(options.ReturnUrls[i]))
            {
                yield return $"Cardea:ReturnUrls:{i} must be an address such as https://app.example.org/ (https, or http on 127.0.0.1, [::1] or localhost), without query, fragment or user name; it is '{options.ReturnUrls[i]}'.";
            }
        }
    }

    // A finding names an API by its index. The name may be a secret that was put in the wrong place.
    private static IEnumerable<string> CheckApis(IList<ResourceApi> apis)
    {
        for (var i = 0; i < apis.Count; i++)
        {
            var (name, secret) = (apis[i].Name, apis[i].Secret);
            if (name.Length == 0 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            {
                yield return $"Cardea:ResourceApis:{i}:Name must be of letters, digits, '-', '_' and '.', such as orders-api.";
            }
            else if (apis.Take(i).Any(other => other.Name == name))
            {
                yield return $"Cardea:ResourceApis:{i}:Name is the name of another one: give each API its own.";
            }

            if (secret.Length < ResourceApi.LowestSecretLength)
            {
                yield return $"Cardea:ResourceApis:{i}:Secret must have at least {ResourceApi.LowestSecretLength} characters: make one with 'openssl rand -hex 32'.";
            }
        }
    }

    private static string Between(string setting, string least, string most, TimeSpan value) =>
        $"Cardea:{setting} must be between {least} and {most} (days.hours:minutes:seconds); it is {value}.";

    private static bool IsIssuer(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && !issuer.EndsWith('/') && !issuer.Any(char.IsWhiteSpace);

    // The first digits of the key go to the end of the address. Plain http never leaves the machine.
    private static bool IsRange(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && address.EndsWith('/') && !address.Any(char.IsWhiteSpace);

    // An address, alone or in angle brackets after a name. A name with special characters must be quoted (RFC 5322, section 3.4).
    private static bool IsMailbox(string text)
    {
        const string Specials = "()<>[]:;@\\,\"";
        var bracket = text.LastIndexOf('<');
        var address = bracket < 0 ? text : text[(bracket + 1)..].TrimEnd('>');
        var name = bracket < 0 ? "" : text[..bracket].Trim();
        var quoted = name is ['"', .., '"'];
        return !text.Any(char.IsControl) && text.EndsWith('>') == bracket >= 0
            && address.Split('@') is [{ Length: > 0 } local, { Length: > 0 } domain]
            && !(local + domain).Any(static letter => char.IsWhiteSpace(letter) || Specials.Contains(letter, StringComparison.Ordinal))
            && !(quoted ? name[1..^1] : name).Any(letter => quoted ? letter is '"' or '\\' : Specials.Contains(letter, StringComparison.Ordinal));
    }
    private static bool IsOrigin(string origin, string domain) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.GetLeftPart(UriPartial.Authority) == origin
        && (uri.IdnHost == domain || uri.IdnHost.EndsWith($".{domain}", StringComparison.Ordinal));

    private static bool IsMasterKey(string text) =>
        Base64.IsValid(text, out var length) && length == Keys.MasterKey.Size;
}
