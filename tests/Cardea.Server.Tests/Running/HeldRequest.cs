using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>A request with a body of JSON whose second half is sent only when the test says so.</summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<HttpResponseMessage> _answer;

    private HeldRequest(AuthClient client, HttpMethod method, string path, JsonNode body) =>
        _answer = client.SendAsync(method, path, new Body(Encoding.UTF8.GetBytes(body.ToJsonString()), this), client.Tokens.Access);

    /// <summary>Sends the head and the first half.</summary>
    public static async Task<HeldRequest> SendAsync(AuthClient client, HttpMethod method, string path, JsonNode body)
    {
        var held = new HeldRequest(client, method, path, body);
        await held._halfSent.Task;
        return held;
    }

    /// <summary>Sends the second half.</summary>
    public Task<HttpResponseMessage> FinishAsync()
    {
        _released.TrySetResult();
        return _answer;
    }

    private sealed class Body : HttpContent
    {
        private readonly byte[] _text;
        private readonly HeldRequest _request;

        public Body(byte[] text, HeldRequest request)
        {
            (_text, _request) = (text, request);
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_text.AsMemory(0, _text.Length / 2));
            await stream.FlushAsync();
            _request._halfSent.TrySetResult();
            await _request._released.Task;
            await stream.WriteAsync(_text.AsMemory(_text.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _text.Length;
            return true;
        }
    }
}
