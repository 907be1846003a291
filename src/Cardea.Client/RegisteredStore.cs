namespace Cardea.Client;

/// <summary>The store that the app has registered. It is asked for with each request, so that the app can answer differently.</summary>
internal sealed class RegisteredStore(IServiceProvider services, Func<IServiceProvider, ITokenStore>? find)
{
    public ITokenStore Store => find is null
        ? throw new InvalidOperationException(
            "No token store is registered: add StoreInMemory(), StoreInFile(path) or StoreIn(store) after AddCardeaClient(), or say with each request whose tokens it gets, by UseTokensOf(store).")
        : find(services);
}
