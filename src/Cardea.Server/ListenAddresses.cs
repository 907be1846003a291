using System.Net;

namespace Cardea.Server;

/// <summary>Checks the addresses that the server listens on, before anything uses them.</summary>
internal static class ListenAddresses
{
    /// <exception cref="SetupException">An address is not valid.</exception>
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
