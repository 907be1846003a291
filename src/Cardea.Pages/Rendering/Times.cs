using System.Globalization;

namespace Cardea.Pages.Rendering;

/// <summary>Writes times. Without scripts they are in UTC; the script writes them as the reader's own clock shows them.</summary>
internal static class Times
{
    /// <summary>For programs (ISO 8601).</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>For people.</summary>
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
