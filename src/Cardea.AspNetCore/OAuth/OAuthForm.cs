using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.OAuth;

/// <summary>The parameters of a request of OAuth: a form, each parameter once (RFC 6749, section 3.2).</summary>
internal sealed class OAuthForm(IFormCollection form)
{
    /// <summary>Reads the body.</summary>
    /// <returns>The form, or what is wrong with the body.</returns>
    public static async Task<(OAuthForm? Form, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return RequestCharset.TrySettle(request)
                ? IsForm(request) ? (new(await request.ReadFormAsync(cancellationToken)), null) : (null, OAuthError.NoForm)
                : (null, OAuthError.UnknownCharset);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, OAuthError.BodyTooLarge);
        }
        catch (InvalidDataException)
        {
            return (null, OAuthError.NoForm);
        }
    }

    /// <summary>A parameter that must be there, once.</summary>
    public bool TryGet(string parameter, out string value)
    {
        value = form[parameter] is [{ Length: > 0 } one] ? one : "";
        return value.Length > 0;
    }

    /// <summary>A parameter that may be missing or empty, which is the same; <see langword="null"/> when it is.</summary>
    public string? Find(string parameter) => StringValues.IsNullOrEmpty(form[parameter]) ? null : form[parameter].ToString();

    // Not a multipart one, which ASP.NET Core takes for a form as well: what is wrong with it fails in many ways.
    private static bool IsForm(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(FormParameters.ContentType, StringComparison.OrdinalIgnoreCase);
}
