using Cardea.Revocation;
using Cardea.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation;

/// <summary>Which access tokens are accepted, and whom to ask. Checked at start.</summary>
public sealed class CardeaBearerOptions : AuthenticationSchemeOptions
{
    /// <summary>The <c>iss</c> that is accepted, compared to the letter (RFC 9068, section 4). Must be set.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that names this API, compared to the letter. Must be set.</summary>
    public string Audience { get; set; } = "";

    /// <summary>How far the clocks of issuer and API may be apart. Default 30 seconds; zero to 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The public key (ES256) that a <c>kid</c> names; <see langword="null"/> when its tokens are not accepted, or no
    /// longer: it is asked on every request. Must be set. It throws <see cref="StoreUnavailableException"/> when the keys
    /// are not known; the request is then answered 503.
    /// </summary>
    public Func<string, SecurityKey?>? FindKey { get; set; }

    /// <summary>What has been revoked: asked on every request. Must be set.</summary>
    public RevocationIndex? Revocations { get; set; }

    /// <summary>
    /// Told of each access token when it is accepted here for the first time: a receipt. Called on the request's path, so
    /// it must only take a note. Default: nobody is told.
    /// </summary>
    public Action<AccessTokenId>? NoteReceipt { get; set; }

    /// <summary>
    /// How much memory tokens take that were verified before, in bytes, so that a signature is checked once. Default
    /// 32 MiB, about 10,000 tokens; at least 1 MiB.
    /// </summary>
    public long CacheSize { get; set; } = 32 * 1024 * 1024;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="SetupException">One is missing or out of range; the message names it and the fix.</exception>
    public override void Validate()
    {
        base.Validate();
        (bool Wrong, string Finding)[] rules =
        [
            (Issuer.Length == 0, "Issuer must be set: the address of the issuer of the access tokens, such as https://id.example.org."),
            (Audience.Length == 0, "Audience must be set: the name of this API in the access tokens, such as https://api.example.org."),
            (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(5), $"ClockSkew must be between 00:00:00 and 00:05:00 (hours:minutes:seconds); it is {ClockSkew}."),
            (FindKey is null, "FindKey must be set: it finds the public key of an access token by its kid."),
            (Revocations is null, "Revocations must be set: without it a logout would not reach the access tokens."),
            (CacheSize < 1024 * 1024, $"CacheSize must be at least 1048576 (1 MiB); it is {CacheSize}."),
        ];

        foreach (var (wrong, finding) in rules)
        {
            if (wrong)
            {
                throw new SetupException($"{nameof(CardeaBearerOptions)}.{finding}");
            }
        }
    }
}
