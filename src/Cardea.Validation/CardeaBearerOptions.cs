using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Hosting;

namespace Cardea.Validation;

/// <summary>Which access tokens are accepted, and whom to ask. Checked at start.</summary>
public sealed class CardeaBearerOptions : AuthenticationSchemeOptions
{
    /// <summary>
    /// The address of the issuer, such as <c>https://id.example.org</c>: without a trailing slash, exactly as in the
    /// <c>iss</c> of its access tokens. Keys and revocations come from this address. Must be set. Must begin with https, except
    /// on this machine or in Development.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>The name of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set.</summary>
    public string Api { get; set; } = "";

    /// <summary>The secret of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The <c>aud</c> that names this API, compared to the letter. Must be set.</summary>
    public string Audience { get; set; } = "";

    /// <summary>
    /// How old what is known of keys and revocations may be; beyond it protected requests are answered 503, and open
    /// connections closed. Default 15 seconds; 3 seconds to 5 minutes.
    /// </summary>
    public TimeSpan StalenessBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How far the clocks of issuer and API may be apart. Whether a token has expired is checked with this, or with the
    /// issuer's own clock skew if that is smaller. Default 30 seconds; zero to 5 minutes.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How requests to the issuer are sent, as through a proxy; it should not follow redirects. Default: directly, and they
    /// are not followed.
    /// </summary>
    public HttpMessageHandler? Backchannel { get; set; }

    /// <summary>
    /// How much memory tokens take that were verified before, in bytes, so that a signature is checked once. Default
    /// 32 MiB, about 10,000 tokens; at least 1 MiB.
    /// </summary>
    public long CacheSize { get; set; } = 32 * 1024 * 1024;

    internal RemoteSettings Remote => new(Authority, Api, Secret, StalenessBound, Backchannel);

    /// <summary>Checks the settings.</summary>
    /// <exception cref="SetupException">A setting is missing or out of range. The message names the setting and the fix.</exception>
    public override void Validate()
    {
        base.Validate();
        (bool Broken, string Finding)[] rules =
        [
            (Audience.Length == 0, "Audience must be set: the name of this API in the access tokens, such as https://api.example.org."),
            (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(5), $"ClockSkew must be between 00:00:00 and 00:05:00 (hours:minutes:seconds); it is {ClockSkew}."),
            (CacheSize < 1024 * 1024, $"CacheSize must be at least 1048576 (1 MiB); it is {CacheSize}."),
        ];
        rules.Check(nameof(CardeaBearerOptions));
    }

    // An issuer in this process has none of these settings.
    internal void CheckRemote(IHostEnvironment? environment) =>
        (Remote with { Development = environment?.IsDevelopment() is true }).Rules().Check(nameof(CardeaBearerOptions));
}
