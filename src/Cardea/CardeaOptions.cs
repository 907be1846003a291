using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Cookies;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea;

/// <summary>The settings of an issuer. In configuration they are the section <c>Cardea</c>. They are checked at start.</summary>
public sealed class CardeaOptions
{
    /// <summary>The section of the configuration that holds the settings.</summary>
    public const string Section = "Cardea";

    /// <summary>
    /// The <c>iss</c> of access tokens and the base of the metadata: an absolute http(s) URL without query or trailing slash.
    /// Default in development: the first address that the server listens on. Everywhere else it must be set.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> of access tokens. Default: the issuer.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The <c>client_id</c> of access tokens (RFC 9068, section 2.2). Default <c>cardea</c>.</summary>
    public string ClientId { get; set; } = "cardea";

    /// <summary>
    /// The key that seals the keys in the store: 32 bytes in base64. Default: created at the first start, beside an embedded
    /// database.
    /// </summary>
    public string MasterKey { get; set; } = "";

    /// <summary>How long an access token lives, ± 5 % so that clients do not all refresh at once. Default 10 minutes.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a refresh token that was just used gets the same answer again. Default 30 seconds. Zero is allowed.</summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session may go without a refresh. Default 14 days.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a session lives at most, from sign-in. Default 30 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The largest difference between the clocks of issuer and API. Default 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// True if a client that never got an answer may repeat its refresh after the grace. Cardea knows this because no API has
    /// seen the access token of that answer. Default true. Set it to false if an API accepts access tokens without reporting
    /// receipts. Then every late repeat is a replay.
    /// </summary>
    public bool ReissueAfterLoss { get; set; } = true;

    /// <summary>How many live sessions a user may have. A sign-in beyond the limit ends the oldest. Default 100.</summary>
    public int SessionsPerUser { get; set; } = 100;

    /// <summary>How often this process removes expired rows. Default 10 minutes. Zero leaves it to <c>cardea sweep</c>.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>True if the start brings the tables up to date. Default true. If false, run <c>cardea migrate</c> first.</summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>
    /// How long the start waits for a database that does not answer yet. Default one minute. Zero to one hour; zero gives up at
    /// once.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a key signs before the next one takes over. Default 90 days.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How old a node's knowledge of revocations may be when it accepts an access token. If it is older, the node asks the
    /// database first. If the database does not answer, the node answers 503. Default 15 seconds; 3 seconds to 5 minutes.
    /// </summary>
    public TimeSpan StalenessBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The APIs that may introspect tokens and follow revocations. Default none.</summary>
    public IList<ResourceApi> ResourceApis { get; } = [];

    /// <summary>
    /// The name of this service in mails and in authenticator apps. A password must not be based on it. Default: the host of the
    /// issuer.
    /// </summary>
    public string ServiceName { get; set; } = "";

    /// <summary>
    /// The public address of the pages that mails link to. Below it are <c>/verify-email</c>, <c>/reset-password</c>,
    /// <c>/change-email</c>, <c>/undo-email</c>, <c>/link</c> and <c>/invitation</c>. Each link has its code after <c>#</c>. Default: the server's own pages,
    /// <c>/account</c> of the issuer.
    /// </summary>
    public string AccountPages { get; set; } = "";

    /// <summary>
    /// How recently a user must have signed in or reauthenticated to change a password or a second factor. Default 10 minutes.
    /// </summary>
    public TimeSpan RecentAuthentication { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Who may register an account. Default <see cref="RegistrationMode.Open"/>. With <see cref="RegistrationMode.Invited"/>, an operator
    /// invites people: <c>POST /admin/invitations</c>, or <c>cardea users invite</c>. <see cref="RegistrationMode.Closed"/> leaves it to
    /// the command line: <c>cardea users add</c>.
    /// </summary>
    public RegistrationMode Registration { get; set; } = RegistrationMode.Open;

    /// <summary>
    /// True if users can sign in by a link in a mail. Default true. Strangers who guess can close the password to new devices, and the
    /// link is then the owner's way in.
    /// </summary>
    public bool SignInByLink { get; set; } = true;

    /// <summary>
    /// The users who must have a second factor. Default none. A user who must have one and has none yet gets no token: the sign-in
    /// answers <c>enrolment_required</c>. Unless it is none, <c>/admin</c> accepts only sessions that a second factor began.
    /// </summary>
    public SecondFactorRequirement RequireSecondFactor { get; set; }

    /// <summary>
    /// How long a device is trusted after a second step with <c>trustDevice</c>. Until then a sign-in on this device needs no second step.
    /// Default zero: no device is trusted. Up to 365 days.
    /// </summary>
    public TimeSpan TrustedDeviceLifetime { get; set; } = TimeSpan.Zero;

    /// <summary>How long security events are kept. Default 180 days; at least 31.</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(180);

    /// <summary>A directory of mail templates. A file there replaces the built-in template of the same name. Default none.</summary>
    public string MailTemplates { get; set; } = "";

    /// <summary>
    /// The origins of other web apps whose scripts may call this service from a browser, such as <c>https://app.example.org</c>: exact,
    /// without a path. They may send cookies and get the answers (CORS). Default none: only pages of the issuer's own origin may.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The addresses to which this service may send a browser back, without query: https, or http on this machine, where any port fits.
    /// An address that ends with a slash allows all paths below it. Default none. Addresses of the issuer's own origin are always allowed.
    /// </summary>
    public IList<string> ReturnUrls { get; } = [];

    /// <summary>
    /// True if <see cref="ReturnUrls"/> may have addresses of apps with a scheme of their own, such as <c>com.example.app:/signed-in</c>.
    /// Default false: any app can claim a scheme, so a page then asks the user every time.
    /// </summary>
    public bool AllowCustomSchemes { get; set; }

    /// <summary>The cookies of browsers that sign in with cookies.</summary>
    public CookieRules Cookies { get; } = new();

    /// <summary>The rules for passwords, and the cost of their hash.</summary>
    public PasswordRules Passwords { get; } = new();

    /// <summary>The limits on what anybody can call, such as guesses.</summary>
    public AttemptRules Attempts { get; } = new();

    /// <summary>Where passkeys may be used.</summary>
    public PasskeyRules Passkeys { get; } = new();

    /// <summary>
    /// The origins outside the domain of the passkeys whose pages may ask for them too, such as <c>https://example.de</c> beside
    /// <c>https://example.org</c> (Web Authentication, section 5.11). Default: none.
    /// </summary>
    public IList<string> RelatedOrigins { get; } = [];

    /// <summary>The server that takes outgoing mail.</summary>
    public SmtpRules Smtp { get; } = new();

    /// <summary>
    /// The longest life of an access token, in whole seconds: <see cref="AccessTokenLifetime"/>, at least one minute for cookies, and all of
    /// its jitter.
    /// </summary>
    public TimeSpan LongestAccessToken => TimeSpan.FromSeconds(Math.Ceiling(LifetimeOf(TokenTransport.Cookie).TotalSeconds * 1.05));

    /// <summary>
    /// How much longer than a token Cardea keeps its revocation and its key: twice the skew, and five minutes for a clock that is
    /// wrong by more than the skew.
    /// </summary>
    public TimeSpan RevocationMargin => (2 * ClockSkew) + TimeSpan.FromMinutes(5);

    /// <summary>The age at which a proved cookie moves. Keeping a cookie does not move <c>rotated_at</c>, from which idle time counts.</summary>
    internal TimeSpan CookieRotation
    {
        get
        {
            var half = (IdleTimeout - LifetimeOf(TokenTransport.Cookie)) / 2;
            return Cookies.RotateAfter < half ? Cookies.RotateAfter : half;
        }
    }

    /// <summary>How long an access token lives, before its jitter.</summary>
    internal TimeSpan LifetimeOf(TokenTransport transport) =>
        transport.HasFlag(TokenTransport.Cookie) && AccessTokenLifetime < CookieRules.ShortestAccess ? CookieRules.ShortestAccess : AccessTokenLifetime;

    /// <summary>How long a refresh token that was just used gets the same answer again.</summary>
    internal TimeSpan GraceOf(TokenTransport transport) =>
        transport.HasFlag(TokenTransport.Cookie) && RefreshGrace < CookieRules.ShortestGrace ? CookieRules.ShortestGrace : RefreshGrace;
}
