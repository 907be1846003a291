using Cardea.AspNetCore.Settings;
using static Cardea.AspNetCore.Settings.SettingForm;

namespace Cardea.Providers.Settings;

/// <summary>The settings of the providers, below <c>Cardea</c>.</summary>
internal static class ProviderSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        Of(nameof(ProviderOptions.ClientId), Text),
        Of(nameof(ProviderOptions.ClientSecret), Text),
        Of(nameof(ProviderOptions.Issuer), Text),
        Of(nameof(ProviderOptions.DisplayName), Text),
        Of(nameof(ProviderOptions.Tenant), Text),
        Of(nameof(ProviderOptions.TeamId), Text),
        Of(nameof(ProviderOptions.KeyId), Text),
        Of(nameof(ProviderOptions.PrivateKeyFile), Text),
        Of($"{nameof(ProviderOptions.NativeClientIds)}:{Setting.Place}", Text),
        Of($"{nameof(ProviderOptions.Scopes)}:{Setting.Place}", Text),
        Of(nameof(ProviderOptions.TrustsEmail), Switch),
        Of(nameof(ProviderOptions.Link), OneOf<ProviderLink>()),
    ];

    private static Setting Of(string path, SettingForm form) => new($"Providers:{Setting.Name}:{path}", form);
}
