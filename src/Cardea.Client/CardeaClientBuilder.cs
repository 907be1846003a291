using System.Runtime.Versioning;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Client;

/// <summary>Says where tokens are stored, and how requests to the issuer are sent.</summary>
public sealed class CardeaClientBuilder
{
    internal CardeaClientBuilder(IServiceCollection services, IHttpClientBuilder issuer) => (Services, Issuer) = (services, issuer);

    /// <summary>The services of the app.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The HTTP client for requests to the issuer, for example to add a proxy. It should not follow redirects.</summary>
    public IHttpClientBuilder Issuer { get; }

    /// <summary>Stores the tokens of the one user of this program in memory. They are gone when the program ends.</summary>
    public CardeaClientBuilder StoreInMemory() => StoreIn(new InMemoryTokenStore());

    /// <summary>
    /// Stores the tokens of the one user of this program in a file, encrypted. The app says where the keys are, by
    /// <c>services.AddDataProtection()</c>.
    /// </summary>
    /// <param name="path">The path of the file. See <see cref="ProtectedFileTokenStore"/>.</param>
    [UnsupportedOSPlatform("browser")]
    public CardeaClientBuilder StoreInFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Services.AddSingleton(services => new ProtectedFileTokenStore(
            path,
            services.GetService<IDataProtectionProvider>()
                ?? throw new InvalidOperationException("The token file needs keys: add services.AddDataProtection(), from the package Microsoft.AspNetCore.DataProtection."),
            services.GetRequiredService<TimeProvider>()));
        return StoreIn(static services => services.GetRequiredService<ProtectedFileTokenStore>());
    }

    /// <summary>Stores the tokens of the one user of this program in a store of the app.</summary>
    /// <param name="store">The store.</param>
    public CardeaClientBuilder StoreIn(ITokenStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return StoreIn(_ => store);
    }

    /// <summary>Finds the store with each request.</summary>
    /// <param name="find">
    /// Finds the store of the current user. It receives the services of the program, not those of a scope.
    /// </param>
    public CardeaClientBuilder StoreIn(Func<IServiceProvider, ITokenStore> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        Services.AddSingleton(services => new RegisteredStore(services, find));
        return this;
    }
}
