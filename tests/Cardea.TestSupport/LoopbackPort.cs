using System.Net;
using System.Net.Sockets;

namespace Cardea.TestSupport;

/// <summary>Ports for servers that tests and benchmarks start.</summary>
public static class LoopbackPort
{
    /// <summary>One that nobody listens on.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
