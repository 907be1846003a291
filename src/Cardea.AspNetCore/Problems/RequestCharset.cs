using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// Handles the charset of a request's body. A charset may be in quotes (RFC 9110, section 5.6.6), and may be unknown. ASP.NET Core's
/// JSON reader answers 500 to both.
/// </summary>
internal static class RequestCharset
{
    /// <summary>Rewrites the charset in the form that the JSON reader accepts. Returns false if the charset is unknown.</summary>
    public static bool TrySettle(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
        {
            return true;
        }

        try
        {
            type.Charset = Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString()).WebName;
            request.ContentType = type.ToString();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
