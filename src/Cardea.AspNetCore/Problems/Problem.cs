using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardea.AspNetCore.Problems;

/// <summary>The problem details of the HTTP contract (RFC 9457), each with its stable <c>code</c>.</summary>
internal static class Problem
{
    public static ProblemHttpResult EmailTaken() =>
        Of(StatusCodes.Status409Conflict, "email_taken", "An account with this e-mail address exists already: sign in instead.");

    public static ProblemHttpResult InvalidCredentials() =>
        Of(StatusCodes.Status401Unauthorized, "invalid_credentials", "The e-mail address or the password is wrong.");

    public static ProblemHttpResult InvalidRefreshToken() =>
        Of(StatusCodes.Status401Unauthorized, "invalid_refresh_token", "The refresh token is unknown or has expired: sign in again.");

    public static ProblemHttpResult SessionEnded() =>
        Of(StatusCodes.Status401Unauthorized, "session_ended", "This session was logged out: sign in again.");

    public static ProblemHttpResult RefreshTokenReused() =>
        Of(StatusCodes.Status401Unauthorized, "refresh_token_reused", "This refresh token was used before, so two hold it; the session was ended: sign in again.");

    public static ProblemHttpResult InvalidToken() =>
        Of(StatusCodes.Status401Unauthorized, "invalid_token", "The account of this access token is gone: sign in again.");

    public static ProblemHttpResult SessionNotFound() =>
        Of(StatusCodes.Status404NotFound, "session_not_found", "You have no live session of this id: see GET /auth/sessions.");

    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "Bad Request",
            Detail = "Some members of the body are not acceptable: see errors.",
            Extensions = { ["code"] = "validation_failed" },
        });

    public static ProblemHttpResult Invalid(string member, string reason) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = [reason] });

    /// <summary>The problem for a status that was set without a body, as routing and binding do.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Of(status, "malformed_request", "The body is not the JSON object that this endpoint takes: it is malformed, or a member has the wrong type."),
        StatusCodes.Status401Unauthorized => Of(status, "invalid_token", "A valid access token is needed."),
        StatusCodes.Status403Forbidden => Of(status, "forbidden", "The access token does not allow this."),
        StatusCodes.Status404NotFound => Of(status, "not_found", "There is nothing at this address: see /docs."),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method_not_allowed", "This address takes other methods: see the Allow header."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "body_too_large", "The body is larger than 16 KiB."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "unsupported_media_type", "The body must be JSON: send Content-Type: application/json."),
        StatusCodes.Status503ServiceUnavailable => Unavailable(),
        _ => Of(status, status < StatusCodes.Status500InternalServerError ? "bad_request" : "internal_error", "The request could not be served."),
    };

    public static ProblemHttpResult Unavailable() =>
        Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The database can't be asked right now. Nothing was changed: send the same request again.");

    public static ProblemHttpResult Overloaded() =>
        Of(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too many sign-ins at once: send the same request again.");

    private static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [KeyValuePair.Create("code", (object?)code)]);
}
