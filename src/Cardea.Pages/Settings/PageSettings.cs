using Cardea.AspNetCore.Settings;

namespace Cardea.Pages.Settings;

/// <summary>The settings of the pages, below <c>Cardea</c>.</summary>
internal static class PageSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(nameof(PageOptions.Logo), SettingForm.Text),
        new(nameof(PageOptions.Color), Color),
        new(nameof(PageOptions.AccentColor), Color),
    ];

    private static SettingForm Color => new("a colour such as #1a5fb4", PageOptions.IsColor);
}
