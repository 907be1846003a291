using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Problems;

/// <summary>An error as clients of OAuth read it (RFC 6749, section 5.2).</summary>
/// <param name="Error">What programs tell errors apart by.</param>
/// <param name="Description">What people read.</param>
internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description) : IResult
{
    public static OAuthError InvalidClient { get; } =
        new("invalid_client", "The name or the secret is wrong: see Cardea:ResourceApis.") { Status = StatusCodes.Status401Unauthorized };

    public static OAuthError UnknownClient { get; } = new("invalid_client", "There is no such client: see Cardea:ClientId.");

    public static OAuthError InvalidGrant { get; } = new("invalid_grant", "The refresh token is unknown, has expired, or its session has ended.");

    public static OAuthError InvalidScope { get; } = new("invalid_scope", "There are no scopes here: leave it out.");

    public static OAuthError InvalidTarget { get; } =
        new("invalid_target", "The resource must be the issuer or Cardea:Audience, once (RFC 8707): leave it out for Cardea:Audience.");

    public static OAuthError UnsupportedGrantType { get; } = new("unsupported_grant_type", "The one grant type is refresh_token.");

    public static OAuthError NoForm { get; } =
        new("invalid_request", "The body must be a form: send Content-Type: application/x-www-form-urlencoded.");

    public static OAuthError BodyTooLarge { get; } =
        new("invalid_request", "The body is larger than 16 KiB.") { Status = StatusCodes.Status413PayloadTooLarge };

    public static OAuthError UnknownCharset { get; } =
        new("invalid_request", "There is no such charset: leave it out.") { Status = StatusCodes.Status415UnsupportedMediaType };

    [JsonIgnore]
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>A parameter is missing, or there more than once.</summary>
    public static OAuthError Requires(string parameter) => new("invalid_request", $"The parameter {parameter} must be there, once.");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, CardeaJsonContext.Default.OAuthError);
    }
}
