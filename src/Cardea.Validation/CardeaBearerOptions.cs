using Cardea.Validation.Issuers;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Cardea.Validation;

/// <summary>Which access tokens an API accepts, and which issuer it follows. Checked at start.</summary>
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

    /// <summary>The <c>aud</c> that names this API, compared exactly. Must be set.</summary>
    public string Audience { get; set; } = "";

    /// <summary>
    /// The highest age of the known keys and revocations. When they are older, protected requests are answered 503 and open
    /// connections are closed. Default 15 seconds; 3 seconds to 5 minutes.
    /// </summary>
    public TimeSpan StalenessBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The largest difference between the clocks of issuer and API. The check of a token's expiry uses this value, or the
    /// issuer's own clock skew if the issuer's is smaller. Default 30 seconds; zero to 5 minutes.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sends the requests to the issuer, for example through a proxy. It should not follow redirects. Default: requests go
    /// directly, and redirects are not followed.
    /// </summary>
    public HttpMessageHandler? Backchannel { get; set; }

    /// <summary>
    /// The size of the cache of verified tokens, in bytes. The signature of a cached token is not checked again. Default
    /// 32 MiB, about 10,000 tokens; at least 1 MiB.
    /// </summary>
    public long CacheSize { get; set; } = 32 * 1024 * 1024;

    // The issuer in this process takes tokens for itself as well, at its own endpoints. See TakesIssuerTokens.
    internal string? IssuerAudience { get; set; }

    // The issuer in this process also takes its cookies. Returns null if the request has none.
    internal Func<HttpContext, Task<CookieCheck?>>? Cookies { get; set; }

    internal IEnumerable<string> Audiences => IssuerAudience is null ? [Audience] : [Audience, IssuerAudience];

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

    // An issuer in this process needs none of these settings.
    internal void CheckRemote(IHostEnvironment? environment) =>
        (Remote with { Development = environment?.IsDevelopment() is true }).Rules().Check(nameof(CardeaBearerOptions));
}
