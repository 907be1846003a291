using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Cardea.Client.States;

/// <summary>The state of each token store, for as long as the app has the store.</summary>
internal sealed class ClientStates(ILogger<CardeaClient> logger)
{
    private readonly ConditionalWeakTable<ITokenStore, ObservedState> _states = new();

    public ObservedState Of(ITokenStore store) => _states.GetValue(store, _ => new(logger));
}
