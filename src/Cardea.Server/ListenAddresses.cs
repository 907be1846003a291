using System.Net;

namespace Cardea.Server;

/// <summary>Where the server listens, checked before anything depends on it.</summary>
internal static class ListenAddresses
{
    /// <exception cref="SetupException">One of them is no address to listen on.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var address in configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            try
            {
                if (BindingAddress.Parse(address).Port > IPEndPoint.MaxPort)
                {
                    throw new FormatException();
                }
            }
            catch (FormatException exception)
            {
                throw new SetupException($"--urls takes addresses such as http://localhost:8080, with a port of up to {IPEndPoint.MaxPort}; '{address}' is none.", exception);
            }
        }
    }
}
