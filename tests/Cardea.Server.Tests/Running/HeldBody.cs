using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>A body of JSON whose second half is sent only when the test says so.</summary>
internal sealed class HeldBody : HttpContent
{
    private readonly byte[] _body;
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldBody(JsonNode body)
    {
        _body = Encoding.UTF8.GetBytes(body.ToJsonString());
        Headers.ContentType = new("application/json");
    }

    /// <summary>Ends when the first half was sent.</summary>
    public Task HalfSent => _halfSent.Task;

    /// <summary>Lets the second half go.</summary>
    public void Release() => _released.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var half = _body.Length / 2;
        await stream.WriteAsync(_body.AsMemory(0, half));
        await stream.FlushAsync();
        _halfSent.TrySetResult();
        await _released.Task;
        await stream.WriteAsync(_body.AsMemory(half));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
