using System.Net;
using System.Net.Sockets;

namespace Cardea.TestSupport;

/// <summary>Lets one client in, and says that it is version 14 (https://www.postgresql.org/docs/current/protocol-flow.html).</summary>
public sealed class OldPostgreSql : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public OldPostgreSql()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var heard = new byte[1024];
        await stream.ReadAtLeastAsync(heard, minimumBytes: 1);
        byte[] answer =
        [
            .. Message('R', [0, 0, 0, 0]),
            .. Message('S', "server_version\014.9\0"u8),
            .. Message('S', "client_encoding\0UTF8\0"u8),
            .. Message('K', [0, 0, 0, 1, 0, 0, 0, 1]),
            .. Message('Z', "I"u8),
        ];
        await stream.WriteAsync(answer);
        while (await stream.ReadAsync(heard) > 0)
        {
        }
    }

    private static byte[] Message(char type, ReadOnlySpan<byte> body) => [(byte)type, 0, 0, 0, (byte)(body.Length + 4), .. body];
}
