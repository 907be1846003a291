using Cardea.AspNetCore.Settings;

namespace Cardea.Server;

/// <summary>The settings below <c>Cardea</c> that only the server has.</summary>
internal static class ServerSettings
{
    public const string KnownProxies = "KnownProxies";

    public const string Hsts = "Hsts";

    public const string ApiReference = "ApiReference";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new($"{KnownProxies}:{Setting.Place}", SettingForm.Text),
        new(Hsts, SettingForm.Switch),
        new(ApiReference, SettingForm.Switch),
    ];

    public static void AddServerSettings(this IServiceCollection services)
    {
        foreach (var setting in All)
        {
            services.AddSingleton(setting);
        }
    }
}
