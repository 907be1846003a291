using System.Net;
using System.Net.Sockets;

namespace Cardea.Clients;

/// <summary>The network that a client's address is in.</summary>
internal static class ClientNetwork
{
    /// <summary>Returns the network, as <c>192.0.2.0/24</c>, or <see langword="null"/> if the address is unknown.</summary>
    /// <param name="address">The address. An IPv4 address that is mapped into IPv6 counts as IPv4.</param>
    /// <param name="bitsOfV4">How many bits name the network of an IPv4 address.</param>
    /// <param name="bitsOfV6">How many bits name the network of an IPv6 address.</param>
    public static string? Of(IPAddress? address, int bitsOfV4, int bitsOfV6)
    {
        if (address is null)
        {
            return null;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = plain.AddressFamily == AddressFamily.InterNetwork ? bitsOfV4 : bitsOfV6;
        var bytes = plain.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{bits}";
    }
}
