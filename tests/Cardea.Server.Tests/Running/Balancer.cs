using System.Net;
using System.Net.Sockets;

namespace Cardea.Server.Tests.Running;

/// <summary>One address for several servers: each connection goes to one of those that are in, the next to the next.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;
    private volatile Uri[] _servers = [];

    public Balancer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address, which is also the issuer's name.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Sends new connections to these from now on.</summary>
    public void Use(params Uri[] servers) => _servers = servers;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            for (var next = 0; ; next++)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
                var servers = _servers;
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(PassOnAsync(client, servers.Length == 0 ? null : servers[next % servers.Length]));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    // Where one end breaks off, so does the other.
    private async Task PassOnAsync(TcpClient client, Uri? address)
    {
        using var server = new TcpClient();
        client.NoDelay = server.NoDelay = true;
        using (client)
        {
            try
            {
                if (address is not null)
                {
                    await server.ConnectAsync(address.Host, address.Port, _stopped.Token);
                    await Task.WhenAny(
                        client.GetStream().CopyToAsync(server.GetStream(), _stopped.Token),
                        server.GetStream().CopyToAsync(client.GetStream(), _stopped.Token));
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The server is not there.
            }
        }
    }
}
