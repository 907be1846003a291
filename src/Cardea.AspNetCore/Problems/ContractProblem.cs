using Cardea.AspNetCore.Challenges;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Problems;

/// <summary>The problems of the HTTP contract, each with its stable code.</summary>
internal static class ContractProblem
{
    public static Problem EmailTaken { get; } =
        new(StatusCodes.Status409Conflict, "email_taken", "An account with this e-mail address exists already: sign in instead.");

    public static Problem RegistrationClosed { get; } =
        new(StatusCodes.Status403Forbidden, "registration_closed", "You can't register here without an invitation: ask the operator for one, or for an account.");

    public static Problem InvalidCredentials { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_credentials", "The e-mail address or the password is wrong.");

    public static Problem InvalidClient { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_client", "This is for resource APIs: send Authorization: Basic with a name and a secret of Cardea:ResourceApis.");

    public static Problem InvalidRefreshToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_refresh_token", "The refresh token is unknown or has expired: sign in again.");

    public static Problem SessionEnded { get; } =
        new(StatusCodes.Status401Unauthorized, "session_ended", "This session was logged out: sign in again.");

    public static Problem RefreshTokenReused { get; } =
        new(StatusCodes.Status401Unauthorized, "refresh_token_reused", "This refresh token was used before, so somebody else may have it, and the session was ended: sign in again.");

    public static Problem SessionNotFound { get; } =
        new(StatusCodes.Status404NotFound, "session_not_found", "You have no live session of this id: see GET /auth/sessions.");

    public static Problem Overloaded { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too many sign-ins at once: send the same request again.");

    public static Problem InvalidCode { get; } =
        new(StatusCodes.Status400BadRequest, "invalid_code", "This code was used before, has expired, is void because another was used or the account has changed, or is none of ours: ask for a new one.");

    public static Problem InvalidMfaToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_mfa_token", "This sign-in took too long, or is already finished: sign in again.");

    public static Problem InvalidEnrolToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_enrol_token", "This sign-in took too long, is already finished, or the account has changed: sign in again.");

    public static Problem MailCodeRequired { get; } =
        new(StatusCodes.Status403Forbidden, "mail_code_required", "The account does not know this device: ask for a code with POST /auth/enrolment/code, and send it as mailCode.");

    public static Problem SecondFactorRequired { get; } =
        new(StatusCodes.Status403Forbidden, "second_factor_required", "This needs a session with a second factor: add one if you have none, and then prove who you are with POST /auth/reauthenticate.");

    public static Problem LastSecondFactor { get; } =
        new(StatusCodes.Status409Conflict, "last_second_factor", "This is your last second factor, and you must have one: add another first.");

    public static Problem InvalidSecondFactor { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_second_factor", "The code or passkey is wrong, or was used before: try another.");

    public static Problem InvalidPasskey { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_passkey", "The passkey is unknown, or its answer is invalid: begin again.");

    public static Problem PasskeyRefused { get; } =
        new(StatusCodes.Status400BadRequest, "passkey_refused", "This passkey can't be added: it answers another challenge, or already belongs to an account. Begin again.");

    public static Problem AccountTokenRequired { get; } =
        new(StatusCodes.Status403Forbidden, "account_token_required", "This needs a proof that no API gets: refresh with the issuer as audience and use that access token, or send the account's password in the body.");

    public static Problem CrossSite { get; } =
        new(StatusCodes.Status403Forbidden, "cross_site", "A page of another site sent this request with cookies, so nothing was done. Call from the issuer's own origin, or list the page's origin in Cardea:AllowedOrigins.");

    public static Problem CookiesNeedSameSite { get; } =
        new(StatusCodes.Status400BadRequest, "cookies_need_same_site", "No browser keeps cookies for a page of another site: sign in without cookies, or serve the page below the issuer's domain.");

    public static Problem ReauthenticationRequired { get; } =
        new(StatusCodes.Status403Forbidden, "reauthentication_required", "This needs a recent sign-in: see POST /auth/reauthenticate.");

    public static Problem PasswordResetRequired { get; } =
        new(StatusCodes.Status403Forbidden, "password_reset_required", "Somebody who knows this password tried to guess the second factor: choose a new password with POST /auth/password/forgot.");

    public static Problem AuthenticatorExists { get; } =
        new(StatusCodes.Status409Conflict, "authenticator_exists", "There is an authenticator app already: remove it first.");

    public static Problem NoAuthenticator { get; } =
        new(StatusCodes.Status404NotFound, "no_authenticator", "There is no authenticator app: begin with POST /auth/totp.");

    public static Problem NoSecondFactor { get; } =
        new(StatusCodes.Status409Conflict, "no_second_factor", "There is no second factor to recover: add one first.");

    public static Problem TooManyPasskeys { get; } =
        new(StatusCodes.Status409Conflict, "too_many_passkeys", "There are as many passkeys as an account may have: remove one first.");

    public static Problem PasskeyNotFound { get; } =
        new(StatusCodes.Status404NotFound, "passkey_not_found", "You have no passkey of this id: see GET /auth/passkeys.");

    public static Problem ProviderNotFound { get; } =
        new(StatusCodes.Status404NotFound, "provider_not_found", "There is no provider of this name: see GET /auth/external.");

    public static Problem ProviderUnavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "provider_unavailable", "The provider does not answer: try again later, or sign in another way.") { RetryAfter = TimeSpan.FromSeconds(10) };

    public static Problem InvalidExternalState { get; } =
        new(StatusCodes.Status400BadRequest, "invalid_state", "This sign-in took too long, is already finished, or began in another browser: begin again.");

    public static Problem ExternalOutcomeNotFound { get; } =
        new(StatusCodes.Status404NotFound, "external_outcome_not_found", "No sign-in with a provider waits in this browser: begin again.");

    public static Problem InvalidIdToken { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_id_token", "The id token is not one that this provider gave to this app for this nonce: ask for a new nonce and sign in again.");

    public static Problem ExternalLoginTaken { get; } =
        new(StatusCodes.Status409Conflict, "external_login_taken", "This account at the provider is linked to another account, or this account has as many links as it may have.");

    public static Problem ExternalLoginNotFound { get; } =
        new(StatusCodes.Status404NotFound, "external_login_not_found", "There is no link to an account at this provider: see GET /auth/me/data.");

    public static Problem LastSignInMethod { get; } =
        new(StatusCodes.Status409Conflict, "last_sign_in_method", "This is the last way to sign in: add a password, a passkey or another provider first.");

    public static Problem LastPasskey { get; } =
        new(StatusCodes.Status409Conflict, "last_passkey", "Without this passkey you could not sign in any more: add another passkey, a password or a provider first.");

    public static Problem PasswordRequired { get; } =
        new(StatusCodes.Status409Conflict, "password_required", "This account has a password: send it to POST /auth/reauthenticate.");

    public static Problem LastAdministrator { get; } =
        new(StatusCodes.Status409Conflict, "last_administrator", "This is the last enabled administrator: give the role admin to another user first.");

    public static Problem TakeOverFailed { get; } =
        new(StatusCodes.Status500InternalServerError, "take_over_failed", "The app could not delete the data of the earlier registrant, so nothing has changed: try again later, or ask the operators, whose log says why.");

    public static Problem UserNotFound { get; } =
        new(StatusCodes.Status404NotFound, "user_not_found", "There is no user of this id: see GET /admin/users.");

    public static Problem InvitationNotFound { get; } =
        new(StatusCodes.Status404NotFound, "invitation_not_found", "No invitation of this id waits: see GET /admin/invitations.");

    public static Problem KeyNotFound { get; } =
        new(StatusCodes.Status404NotFound, "key_not_found", "There is no key of this id in use: see GET /admin/keys.");

    /// <summary>A mailed code came without proof that the account is the caller's. The code stays valid.</summary>
    /// <param name="methods">The ways to prove it.</param>
    public static Problem ProofRequired(IReadOnlyList<string> methods) =>
        new(StatusCodes.Status403Forbidden, "proof_required", "The code needs proof that the account is yours: sign in, or send one of the methods with the code.") { Methods = methods };

    /// <summary>Too many attempts. The request was not processed.</summary>
    /// <param name="pause">The pause before the next attempt, and whether a solved challenge ends it.</param>
    public static Problem TooManyAttempts(AttemptPause pause) =>
        pause.IsChallengeDue ? ChallengeRequired(pause.RetryAfter)
        : new(StatusCodes.Status429TooManyRequests, "too_many_attempts", "There were too many attempts: wait as long as Retry-After says, in seconds.") { RetryAfter = pause.RetryAfter };

    /// <summary>Too many attempts, and the app has a challenge that tells people from programs. The request was not processed.</summary>
    /// <param name="retryAfter">The pause before the next attempt without a challenge.</param>
    public static Problem ChallengeRequired(TimeSpan retryAfter) =>
        new(StatusCodes.Status403Forbidden, "challenge_required", "There were too many attempts: send the same request with the answer to a new challenge as challenge, or wait as long as Retry-After says, in seconds.") { RetryAfter = retryAfter };

    /// <summary>The session, or its network, has as many live streams as it may have.</summary>
    public static Problem TooManyStreams { get; } =
        new(StatusCodes.Status429TooManyRequests, "too_many_streams", "This session or its network has as many live streams as it may have: close one.") { RetryAfter = TimeSpan.FromSeconds(30) };

    /// <summary>Too many receipts of one resource API.</summary>
    /// <param name="retryAfter">The pause before the receipts may be sent again.</param>
    public static Problem TooManyReceipts(TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "too_many_receipts", "These are more receipts than an API may send: wait as long as Retry-After says, in seconds, and send them again.") { RetryAfter = retryAfter };

    /// <summary>Names one invalid member of the body, and the reasons.</summary>
    public static Problem Invalid(string member, params string[] reasons) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = reasons });

    /// <summary>Names each invalid member of the body, and the reasons.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(StatusCodes.Status400BadRequest, "validation_failed", "Some members of the body are not acceptable: see errors.") { Errors = errors };

    /// <summary>Returns the problem for a status that routing or binding set without a body.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new(status, "malformed_request", "The body is not the JSON object that this endpoint takes: it is malformed, or a member has the wrong type."),
        StatusCodes.Status401Unauthorized => Problem.MissingToken,
        StatusCodes.Status403Forbidden => Problem.Forbidden,
        StatusCodes.Status404NotFound => new(status, "not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method_not_allowed", "This address takes other methods: see the Allow header."),
        StatusCodes.Status413PayloadTooLarge => new(status, "body_too_large", "The body is larger than 16 KiB."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported_media_type", "The body must be JSON: send Content-Type: application/json."),
        StatusCodes.Status503ServiceUnavailable => Problem.Unavailable,
        >= StatusCodes.Status500InternalServerError => new(status, "internal_error", "The request could not be served: this is a bug, please report it."),
        _ => new(status, "bad_request", "The request is not one that this server takes."),
    };

    /// <summary>Adds the body to a status that was set without one.</summary>
    public static Task AnswerBareStatusAsync(HttpContext context) => OfStatus(context.Response.StatusCode).ExecuteAsync(context);
}
