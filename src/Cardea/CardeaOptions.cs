using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Factors;
using Cardea.Mail;

namespace Cardea;

/// <summary>The settings of an issuer; in configuration the section <c>Cardea</c>. Checked at start.</summary>
public sealed class CardeaOptions
{
    /// <summary>The configuration section the settings are read from.</summary>
    public const string Section = "Cardea";

    /// <summary>
    /// The <c>iss</c> of access tokens and the base of the metadata: an absolute http(s) URL without query or trailing
    /// slash. Default: in development the first address listened on; must be set elsewhere.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> of access tokens. Default: the issuer.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The <c>client_id</c> of access tokens (RFC 9068, section 2.2). Default <c>cardea</c>.</summary>
    public string ClientId { get; set; } = "cardea";

    /// <summary>32 bytes in base64 that seal the keys in the store. Default: made at first start beside an embedded database.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>How long an access token lives, ± 5 % so that clients do not refresh in step. Default 10 minutes.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a refresh token that was just used gets the same answer again. Default 30 seconds; zero is allowed.</summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session may go without a refresh. Default 14 days.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a session lives at most, from sign-in. Default 30 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How far the clocks of issuer and API may be apart. Default 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a refresh token whose answer nobody ever showed is answered again after the grace. Default true. Set it to
    /// false where an API accepts access tokens without reporting receipts; every late repeat is then a replay.
    /// </summary>
    public bool ReissueAfterLoss { get; set; } = true;

    /// <summary>How many live sessions a user may have; at the limit the oldest is ended. Default 100.</summary>
    public int SessionsPerUser { get; set; } = 100;

    /// <summary>How often this process sweeps what has expired. Default 10 minutes; zero leaves it to <c>cardea sweep</c>.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the tables are brought up to date at start. Default true; otherwise run <c>cardea migrate</c> first.</summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>
    /// How long the start waits for a database that does not answer yet. Default one minute; zero to one hour. Zero gives up
    /// at once.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a key signs before the next one takes over. Default 90 days.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How old a node's knowledge of revocations may be when it accepts an access token. Beyond it the database is asked
    /// first, and where that does not answer nobody is told anything (503). Default 15 seconds; 3 seconds to 5 minutes.
    /// </summary>
    public TimeSpan StalenessBound { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The APIs that may introspect tokens and follow revocations. Default none.</summary>
    public IList<ResourceApi> ResourceApis { get; } = [];

    /// <summary>
    /// What people call this service: in mails and in authenticator apps. No password may be made from it. Default: the host of
    /// the issuer.
    /// </summary>
    public string ServiceName { get; set; } = "";

    /// <summary>
    /// The public address of the pages that mails link to (<c>/verify-email</c>, <c>/reset-password</c>, <c>/change-email</c> and
    /// <c>/sign-in</c> below it), each link with its code behind <c>#</c>. Default: the server's own, <c>/account</c> of the issuer.
    /// </summary>
    public string AccountPages { get; set; } = "";

    /// <summary>How long ago a user may have signed in, or proved again who they are, to change what they sign in with. Default 10 minutes.</summary>
    public TimeSpan RecentAuthentication { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether users can sign in by a link that is mailed to them. Default false.</summary>
    public bool SignInByLink { get; set; }

    /// <summary>How long security events are kept. Default 180 days; at least 31.</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(180);

    /// <summary>A directory of mail templates that take the place of the built-in ones, file by file. Default none.</summary>
    public string MailTemplates { get; set; } = "";

    /// <summary>What a password must be, and how it is hashed.</summary>
    public PasswordRules Passwords { get; } = new();

    /// <summary>How often credentials may be guessed.</summary>
    public AttemptRules Attempts { get; } = new();

    /// <summary>Where passkeys may be used.</summary>
    public PasskeyRules Passkeys { get; } = new();

    /// <summary>The server that takes our mail.</summary>
    public SmtpRules Smtp { get; } = new();

    /// <summary>The longest an access token may live, in whole seconds: <see cref="AccessTokenLifetime"/> with all of its jitter.</summary>
    public TimeSpan LongestAccessToken => TimeSpan.FromSeconds(Math.Ceiling(AccessTokenLifetime.TotalSeconds * 1.05));

    /// <summary>
    /// How much longer than a token what refuses it is kept, and the key that made it: twice the skew, and five minutes for a
    /// clock that is wrong by more than the skew.
    /// </summary>
    public TimeSpan RevocationMargin => (2 * ClockSkew) + TimeSpan.FromMinutes(5);
}
