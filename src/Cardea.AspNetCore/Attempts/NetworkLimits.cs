using Cardea.AspNetCore.Callers;
using Cardea.Attempts;

namespace Cardea.AspNetCore.Attempts;

/// <summary>The limits of what comes from the networks of a caller.</summary>
internal static class NetworkLimits
{
    /// <summary>Returns a limit for each network of the caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="key">What is counted.</param>
    /// <param name="most">How much of it there may be from one client's network; from a larger one, as often as <see cref="CountedNetwork.Times"/> says.</param>
    /// <param name="window">The time, from the first attempt.</param>
    public static AttemptLimit[] Of(Caller caller, Func<CountedNetwork, AttemptKey> key, int most, TimeSpan window) =>
        [.. CountedNetwork.Of(caller.Address).Select(network => new AttemptLimit(key(network), int.CreateSaturating((long)network.Times * most), window))];
}
