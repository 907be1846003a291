using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Cardea.Validation.Tests.Running;

/// <summary>One API's connection to the feed, from the issuer's side.</summary>
internal sealed class FeedConnection(HttpContext context)
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private volatile bool _cut;

    /// <summary>Where the API asked to go on.</summary>
    public string? LastEventId { get; } = context.Request.Headers["Last-Event-ID"];

    public void Send(string type, string data, string? id = null) =>
        _events.Writer.TryWrite($"event: {type}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n");

    public void Heartbeat(long age = 0) => Send("heartbeat", $$"""{"age":{{age}}}""");

    /// <summary>Ends it in good order.</summary>
    public void End() => _events.Writer.TryComplete();

    /// <summary>Breaks it off.</summary>
    public void Cut()
    {
        _cut = true;
        End();
    }

    public async Task WriteAsync()
    {
        try
        {
            await foreach (var one in _events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(one), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            if (_cut)
            {
                context.Abort();
            }
        }
        catch (OperationCanceledException)
        {
            // The API has gone, or was cut off.
        }
    }
}
