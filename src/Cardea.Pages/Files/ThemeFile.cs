using System.Globalization;
using System.Text;
using Cardea.Pages.Settings;

namespace Cardea.Pages.Files;

/// <summary>The style sheet with the colours of the settings.</summary>
internal static class ThemeFile
{
    // What is written on a colour: dark on a light one (WCAG 2.2, relative luminance). At this value, black and white are equally clear.
    private const double Middle = 0.179;

    /// <summary>Writes it; empty without a colour. On a dark page, the colours are made lighter.</summary>
    public static string Write(PageOptions look)
    {
        var rules = new StringBuilder();
        Append("--cardea-color", look.Color);
        Append("--cardea-accent", look.AccentColor);
        if (look.Color.Length > 0)
        {
            rules.Append(CultureInfo.InvariantCulture, $"--cardea-on-color:light-dark({(LuminanceOf(look.Color) > Middle ? "#111" : "#fff")},#111);");
        }

        return rules.Length > 0 ? $":root{{{rules}}}" : "";

        void Append(string name, string color)
        {
            if (color.Length > 0)
            {
                rules.Append(CultureInfo.InvariantCulture, $"{name}:light-dark({color},color-mix(in oklab,{color} 45%,#fff));");
            }
        }
    }

    private static double LuminanceOf(string color)
    {
        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));

        double Part(int start)
        {
            var value = int.Parse(color.AsSpan(start, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }
}
