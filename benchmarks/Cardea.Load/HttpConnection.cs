using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cardea.Load;

/// <summary>One kept-alive connection, and as little besides as HTTP/1.1 allows: what a client costs is taken from the server.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return connection;
    }

    /// <summary>Posts JSON that is to succeed.</summary>
    /// <returns>The whole answer, valid until the next request.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> PostAsync(string path, ReadOnlyMemory<byte> json)
    {
        var answer = await AskAsync(path, json);
        return answer.Span.StartsWith("HTTP/1.1 20"u8)
            ? answer
            : throw new InvalidDataException($"The server answered: {Encoding.UTF8.GetString(answer.Span)}");
    }

    /// <summary>Posts JSON.</summary>
    /// <returns>The whole answer, whatever it is, valid until the next request.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(string path, ReadOnlyMemory<byte> json)
    {
        var length = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n", _buffer);
        json.CopyTo(_buffer.AsMemory(length));
        await _socket.SendAsync(_buffer.AsMemory(0, length + json.Length));

        var received = 0;
        do
        {
            var more = await _socket.ReceiveAsync(_buffer.AsMemory(received));
            if (more == 0)
            {
                throw new EndOfStreamException("The server closed the connection.");
            }

            received += more;
        }
        while (!IsWhole(_buffer.AsSpan(0, received)));

        return _buffer.AsMemory(0, received);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        return at < 0
            ? answer.EndsWith("0\r\n\r\n"u8)
            : Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) && answer.Length >= end + 4 + length;
    }
}
