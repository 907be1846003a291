using Microsoft.AspNetCore.Html;

namespace Cardea.Pages.Account;

/// <summary>The picture of a device, by the name of its program.</summary>
internal static class Icons
{
    private static readonly string[] Phones = ["Android", "iPhone", "iOS"];
    private static readonly string[] Tablets = ["iPad"];
    private static readonly string[] Computers = ["Windows", "macOS", "Linux", "ChromeOS"];

    private static readonly HtmlString Phone = Draw("<rect x=\"7\" y=\"2.5\" width=\"10\" height=\"19\" rx=\"2\"/><path d=\"M11 18.5h2\"/>");
    private static readonly HtmlString Tablet = Draw("<rect x=\"4.5\" y=\"2.5\" width=\"15\" height=\"19\" rx=\"2\"/><path d=\"M11 18.5h2\"/>");
    private static readonly HtmlString Computer = Draw("<rect x=\"3\" y=\"4\" width=\"18\" height=\"12\" rx=\"1.5\"/><path d=\"M8.5 20h7M12 16v4\"/>");
    private static readonly HtmlString Program = Draw("<rect x=\"3\" y=\"4.5\" width=\"18\" height=\"15\" rx=\"1.5\"/><path d=\"M7 9.5l3 2.5-3 2.5M12.5 15H16\"/>");

    /// <summary>The picture for a program such as <c>Firefox on Windows</c>.</summary>
    public static HtmlString Of(string? program) =>
        Names(program, Tablets) ? Tablet : Names(program, Phones) ? Phone : Names(program, Computers) ? Computer : Program;

    private static bool Names(string? program, string[] systems) => program is not null && systems.Any(system => program.Contains(system, StringComparison.Ordinal));

    private static HtmlString Draw(string shapes) => new(
        $"<svg class=\"cardea-icon\" viewBox=\"0 0 24 24\" width=\"32\" height=\"32\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{shapes}</svg>");
}
