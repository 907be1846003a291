using Cardea;
using Cardea.Pages.Files;
using Cardea.Pages.Settings;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the pages that people see.</summary>
public static class CardeaPagesBuilderExtensions
{
    /// <summary>
    /// Adds the pages: sign-in and sign-up, the user's devices, security and account. Map them with
    /// <c>app.MapCardeaPages()</c>.
    /// </summary>
    /// <param name="builder">What <c>AddCardea</c> returned.</param>
    /// <param name="configure">How the pages look; it comes on top of the configuration section <c>Cardea</c>.</param>
    /// <returns>The same builder.</returns>
    public static CardeaBuilder AddPages(this CardeaBuilder builder, Action<PageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        foreach (var setting in PageSettings.All)
        {
            services.AddSingleton(setting);
        }

        services.AddSingleton(provider =>
        {
            var options = PageOptions.Of(provider.GetRequiredService<IConfiguration>());
            configure?.Invoke(options);
            return options;
        });
        services.AddSingleton<PageAssets>();
        return builder;
    }
}
