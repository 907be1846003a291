using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.OAuth;

/// <summary>The parameters of a request of OAuth: a form, each parameter once (RFC 6749, section 3.2).</summary>
internal sealed class OAuthForm(IFormCollection form)
{
    /// <summary>Reads the body.</summary>
    public static async Task<OAuthFormReading> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return !RequestCharset.TrySettle(request) ? new OAuthFormReading.Unreadable(OAuthError.UnknownCharset)
                : !IsForm(request) ? new OAuthFormReading.Unreadable(OAuthError.NoForm)
                : new OAuthFormReading.Readable(new(await request.ReadFormAsync(cancellationToken)));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new OAuthFormReading.Unreadable(OAuthError.BodyTooLarge);
        }
        catch (InvalidDataException)
        {
            return new OAuthFormReading.Unreadable(OAuthError.NoForm);
        }
    }

    /// <summary>A parameter that must be there, once.</summary>
    public bool TryGet(string parameter, out string value)
    {
        value = form[parameter] is [{ Length: > 0 } one] ? one : "";
        return value.Length > 0;
    }

    /// <summary>An optional parameter; null if it is missing or empty.</summary>
    public string? Find(string parameter) => StringValues.IsNullOrEmpty(form[parameter]) ? null : form[parameter].ToString();

    // ASP.NET Core takes multipart bodies for forms as well. OAuth has none, and they fail in many ways.
    private static bool IsForm(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(FormParameters.ContentType, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The result of reading a form.</summary>
internal abstract record OAuthFormReading
{
    private OAuthFormReading()
    {
    }

    /// <summary>The body is a form.</summary>
    public sealed record Readable(OAuthForm Form) : OAuthFormReading;

    /// <summary>The body is no form, or too large.</summary>
    public sealed record Unreadable(OAuthError Error) : OAuthFormReading;
}
