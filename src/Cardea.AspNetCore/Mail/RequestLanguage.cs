using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Mail;

/// <summary>The language that whoever sent a request reads (RFC 9110, section 12.5.4).</summary>
internal static class RequestLanguage
{
    public static CultureInfo Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(static language => language.Quality ?? 1)
            .Select(static language => Find(language.Value.Value));
        return wanted.FirstOrDefault(static culture => culture is not null) ?? CultureInfo.InvariantCulture;
    }

    private static CultureInfo? Find(string? name)
    {
        try
        {
            return name is null or "*" ? null : CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
