using Cardea;
using Cardea.AspNetCore.Mail;
using Cardea.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Prepares an app that embeds Cardea for its tests.</summary>
public static class CardeaTestingServiceCollectionExtensions
{
    /// <summary>
    /// Gives the app a database of its own, which is gone with the app, and keeps its mails: resolve <see cref="SentMails"/>. Call it after the
    /// app's own services, such as in <c>ConfigureTestServices</c> of <c>WebApplicationFactory</c>. Neither the app's database nor its mail
    /// server is used.
    /// </summary>
    /// <param name="services">The services of the app, with <c>AddCardea</c> and a store.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseCardeaForTests(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var cardea = new CardeaBuilder(services);
        cardea.ForgetStore();
        cardea.AddSqlite("Data Source=:memory:");
        services.AddSingleton<SentMails>();
        services.Replace(ServiceDescriptor.Singleton<IMailTransport>(static provider => provider.GetRequiredService<SentMails>()));
        return services;
    }
}
