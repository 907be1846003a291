using Cardea.Pages.Files;
using Cardea.Pages.Settings;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the pages that people see.</summary>
public static class CardeaPagesServiceCollectionExtensions
{
    /// <summary>
    /// Adds the pages: sign-in and sign-up, the user's devices, security and account. Call it after <c>AddCardea</c>, and map the pages
    /// with <c>app.MapCardeaPages()</c>.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">How the pages look; it comes on top of the configuration section <c>Cardea</c>.</param>
    public static IServiceCollection AddCardeaPages(this IServiceCollection services, Action<PageOptions>? configure = null)
    {
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
        return services;
    }
}
