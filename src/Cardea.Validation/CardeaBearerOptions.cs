using Cardea.Revocation;
using Cardea.Tokens;
using Cardea.Validation.Issuers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation;

/// <summary>Which access tokens are accepted, and whom to ask. Checked at start.</summary>
public sealed class CardeaBearerOptions : AuthenticationSchemeOptions
{
    private bool _development;

    /// <summary>
    /// The address of the issuer, such as <c>https://id.example.org</c>: without a trailing slash, exactly as in the
    /// <c>iss</c> of its access tokens. Its keys and revocations come from there. Must begin with https, except on this machine
    /// or in Development. Default: none, the issuer is in this process.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>The name of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set beside <see cref="Authority"/>.</summary>
    public string Api { get; set; } = "";

    /// <summary>The secret of this API in <c>Cardea:ResourceApis</c> of the issuer. Must be set beside <see cref="Authority"/>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The <c>aud</c> that names this API, compared to the letter. Must be set.</summary>
    public string Audience { get; set; } = "";

    /// <summary>
    /// How old what is known of keys and revocations may be; beyond it protected requests are answered 503, and open
    /// connections closed. For an issuer elsewhere. Default 15 seconds; 3 seconds to 5 minutes.
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

    /// <summary>The <c>iss</c> that is accepted, compared to the letter (RFC 9068, section 4). Default: <see cref="Authority"/>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// The public key (ES256) that a <c>kid</c> names; <see langword="null"/> when its tokens are not accepted, or no
    /// longer: it is asked on every request. It throws <see cref="StoreUnavailableException"/> when the keys are not known;
    /// the request is then answered 503. Must be set where the issuer is in this process, and only there.
    /// </summary>
    public Func<string, SecurityKey?>? FindKey { get; set; }

    /// <summary>What has been revoked: asked on every request. Must be set where the issuer is in this process, and only there.</summary>
    public RevocationIndex? Revocations { get; set; }

    /// <summary>
    /// Told of each access token when it is accepted here for the first time: a receipt. Called on the request's path, so
    /// it must only take a note. Default: nobody is told. For an issuer in this process; one elsewhere is always told.
    /// </summary>
    public Action<AccessTokenId>? NoteReceipt { get; set; }

    /// <summary>
    /// Brings what <see cref="FindKey"/> and <see cref="Revocations"/> know up to date. Called on each request's path, before
    /// a token is accepted: it completes at once while they are not out of date, and both are asked when it has completed. It
    /// throws <see cref="StoreUnavailableException"/> if it can't; the request is then answered 503. Default: they are always
    /// up to date. For an issuer in this process.
    /// </summary>
    public Func<ValueTask>? KeepFresh { get; set; }

    /// <summary>
    /// How much memory tokens take that were verified before, in bytes, so that a signature is checked once. Default
    /// 32 MiB, about 10,000 tokens; at least 1 MiB.
    /// </summary>
    public long CacheSize { get; set; } = 32 * 1024 * 1024;

    internal RemoteSettings Remote => new(Authority, Api, Secret, StalenessBound, Backchannel) { Development = _development };

    /// <summary>Checks the settings.</summary>
    /// <exception cref="SetupException">One is missing, out of range or contradicts another; the message names it and the fix.</exception>
    public override void Validate()
    {
        base.Validate();
        (bool Wrong, string Finding)[] rules =
        [
            .. Authority.Length > 0 || Api.Length > 0 || Secret.Length > 0 ? Remote.Rules().Concat(Alone()) : OwnRules(),
            (Audience.Length == 0, "Audience must be set: the name of this API in the access tokens, such as https://api.example.org."),
            (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromMinutes(5), $"ClockSkew must be between 00:00:00 and 00:05:00 (hours:minutes:seconds); it is {ClockSkew}."),
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

    internal void Complete(IHostEnvironment? environment)
    {
        _development = environment?.IsDevelopment() is true;
        if (Issuer.Length == 0)
        {
            Issuer = Authority;
        }
    }

    private IEnumerable<(bool Wrong, string Finding)> OwnRules() =>
    [
        (Issuer.Length == 0, "Authority must be set: the address of the issuer of the access tokens, such as https://id.example.org."),
        (FindKey is null, "FindKey must be set where there is no Authority: it finds the public key of an access token by its kid."),
        (Revocations is null, "Revocations must be set where there is no Authority: without it a logout would not reach the access tokens."),
    ];

    // The same said twice, or two that contradict: which of them counts would be a guess.
    private IEnumerable<(bool Wrong, string Finding)> Alone() =>
    [
        (Issuer != Authority, $"Issuer must be left out or be Authority ('{Authority}'), to the letter; it is '{Issuer}'."),
        (FindKey is not null, "FindKey must be left out beside Authority, which has the keys."),
        (Revocations is not null, "Revocations must be left out beside Authority, which tells them."),
        (KeepFresh is not null, "KeepFresh must be left out beside Authority, which keeps itself up to date."),
        (NoteReceipt is not null, "NoteReceipt must be left out beside Authority, which is told."),
    ];
}
