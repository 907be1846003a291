using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The answer to a password that is right, and not enough. A class, so that printing it shows no token.</summary>
internal sealed class MfaRequired : IResult, IEndpointMetadataProvider
{
    public string Type { get; } = "about:blank";

    public string Title { get; } = "Forbidden";

    public int Status { get; } = StatusCodes.Status403Forbidden;

    public string Code { get; } = "mfa_required";

    public string Detail { get; } = "A second factor is due: send it with the mfaToken to POST /auth/mfa within five minutes.";

    /// <summary>Stands for what was shown so far.</summary>
    public required string MfaToken { get; init; }

    /// <summary>What the second factor can be: <c>totp</c>, <c>passkey</c>, <c>recovery_code</c>.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>What the browser takes to ask for the passkey, where there is one (Web Authentication, section 5.5).</summary>
    public JsonElement? Passkey { get; init; }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status403Forbidden, typeof(MfaRequired), ["application/problem+json"]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, CardeaJsonContext.Default.MfaRequired, "application/problem+json", httpContext.RequestAborted);
    }
}
