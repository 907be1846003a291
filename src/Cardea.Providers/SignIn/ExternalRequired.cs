using System.Text.Json.Serialization;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cardea.Providers.SignIn;

/// <summary>The answer to a sign-in with a provider that needs one more step. A class, so that printing it shows no token.</summary>
internal sealed class ExternalRequired : IResult
{
    public string Type { get; } = "about:blank";

    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    public required int Status { get; init; }

    public required string Code { get; init; }

    public required string Detail { get; init; }

    /// <summary>What people call the account at the provider; left out if the provider did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <summary>Links the provider's account, once the owner of the account has signed in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LinkToken { get; init; }

    /// <summary>The token of the sign-in, for <c>POST /auth/external/complete</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalToken { get; init; }

    /// <summary>The ways to prove the account: <c>session</c>, <c>password</c>, <c>take_over</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Methods { get; init; }

    public static ExternalRequired Link(string token, string? account) => new()
    {
        Status = StatusCodes.Status409Conflict,
        Code = "link_required",
        Detail = "There is an account with this address: sign in to it as before, and then send the linkToken to POST /auth/external/confirm.",
        LinkToken = token,
        Account = account,
    };

    public static ExternalRequired Email(string token, string? account) => new()
    {
        Status = StatusCodes.Status403Forbidden,
        Code = "email_required",
        Detail = "The provider does not prove an e-mail address: send one with the externalToken to POST /auth/external/complete, and then the code of the mail.",
        ExternalToken = token,
        Account = account,
    };

    public static ExternalRequired Proof(string token, string? account, IReadOnlyList<string> methods) => new()
    {
        Status = StatusCodes.Status403Forbidden,
        Code = "proof_required",
        Detail = "Somebody registered this address before and never confirmed it. If it was you, prove it with one of the methods; if not, take the account over: see POST /auth/external/complete.",
        ExternalToken = token,
        Account = account,
        Methods = methods,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, ProvidersJsonContext.Default.ExternalRequired, ProblemMetadata.ContentType, httpContext.RequestAborted);
    }
}
