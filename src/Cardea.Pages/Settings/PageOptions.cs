using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Cardea.Pages.Settings;

/// <summary>How the pages look. The name is <see cref="CardeaOptions.ServiceName"/>.</summary>
public sealed partial class PageOptions
{
    /// <summary>The file of a logo, beside the name on each page: SVG, PNG, JPEG or WebP, at most 256 KiB. Default: none.</summary>
    public string Logo { get; set; } = "";

    /// <summary>The colour of buttons and links, as <c>#rrggbb</c>. Default: a blue that people with weak sight can read.</summary>
    public string Color { get; set; } = "";

    /// <summary>The colour of what is marked, as <c>#rrggbb</c>. Default: the colour of buttons.</summary>
    public string AccentColor { get; set; } = "";

    internal static PageOptions Of(IConfiguration configuration)
    {
        var section = configuration.GetSection(CardeaOptions.Section);
        return new() { Logo = section[nameof(Logo)] ?? "", Color = section[nameof(Color)] ?? "", AccentColor = section[nameof(AccentColor)] ?? "" };
    }

    internal static bool IsColor(string text) => text.Length == 0 || ColorPattern().IsMatch(text);

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex ColorPattern();
}
