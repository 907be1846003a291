using System.Net;
using System.Net.Sockets;
using Cardea.Clients;

namespace Cardea.Attempts;

/// <summary>
/// A network whose attempts are counted. A customer of a provider has one IPv4 address, but a /64, a /56 or a /48 of IPv6. So an IPv6 address
/// counts in all three: an allowance for each /64 alone would be 65,536 allowances for whoever has a /48.
/// </summary>
/// <param name="Name">The network, such as <c>2001:db8::/56</c>; empty if the address is unknown.</param>
/// <param name="Times">How many allowances of one client it has.</param>
internal readonly record struct CountedNetwork(string Name, int Times)
{
    private static readonly (int Bits, int Times)[] OfIPv6 = [(64, 1), (56, 4), (48, 16)];

    /// <summary>The networks that an address counts in. An unknown address is one network.</summary>
    public static IReadOnlyList<CountedNetwork> Of(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Array.ConvertAll(OfIPv6, network => new CountedNetwork(ClientNetwork.Of(address, bitsOfV4: 32, network.Bits)!, network.Times))
            : [new(ClientNetwork.Of(address, bitsOfV4: 32, bitsOfV6: 64) ?? "", Times: 1)];
}
