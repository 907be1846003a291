using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cardea.Load;

/// <summary>
/// One kept-alive connection, and as little besides as HTTP/1.1 allows: what a client costs is taken from the server. It blocks,
/// for a thread of its own: a generator on the pool's threads and timers cost more than the server without its hashes.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public HttpConnection(Uri address) => _socket.Connect(IPAddress.Loopback, address.Port);

    /// <summary>Posts JSON that is to succeed.</summary>
    /// <returns>The whole answer, valid until the next request.</returns>
    public ReadOnlySpan<byte> Post(string path, ReadOnlySpan<byte> json)
    {
        var answer = Ask(path, json);
        return answer.StartsWith("HTTP/1.1 20"u8)
            ? answer
            : throw new InvalidDataException($"The server answered: {Encoding.UTF8.GetString(answer)}");
    }

    /// <summary>Posts JSON.</summary>
    /// <returns>The whole answer, whatever it is, valid until the next request.</returns>
    public ReadOnlySpan<byte> Ask(string path, ReadOnlySpan<byte> json)
    {
        var length = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n", _buffer);
        json.CopyTo(_buffer.AsSpan(length));
        _socket.Send(_buffer.AsSpan(0, length + json.Length));

        var received = 0;
        do
        {
            var more = _socket.Receive(_buffer.AsSpan(received));
            if (more == 0)
            {
                throw new EndOfStreamException("The server closed the connection.");
            }

            received += more;
        }
        while (!IsWhole(_buffer.AsSpan(0, received)));

        return _buffer.AsSpan(0, received);
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
