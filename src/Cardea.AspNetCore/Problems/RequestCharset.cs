using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// The charset of a request's body. It may stand in quotes (RFC 9110, section 5.6.6), and may be one that nobody knows: to
/// ASP.NET Core's reader of JSON, either is an error of the server.
/// </summary>
internal static class RequestCharset
{
    /// <summary>Writes it as the reader knows it; false when there is no such charset.</summary>
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
