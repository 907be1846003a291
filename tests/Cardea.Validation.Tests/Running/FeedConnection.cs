using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Cardea.Validation.Revocation;
using Microsoft.AspNetCore.Http;

namespace Cardea.Validation.Tests.Running;

/// <summary>One API's connection to the feed, from the issuer's side.</summary>
internal sealed class FeedConnection(HttpContext context, FakeIssuer issuer)
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private volatile bool _cut;

    /// <summary>Where the API asked to go on.</summary>
    public string? LastEventId { get; } = context.Request.Headers["Last-Event-ID"];

    public void Send(string type, FeedMessage message, string? id = null) =>
        Send(type, JsonSerializer.Serialize(message, FeedJson.Default.FeedMessage), id);

    public void Send(string type, string data, string? id = null) =>
        _events.Writer.TryWrite($"event: {type}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n");

    /// <summary>Says that nothing is new.</summary>
    /// <param name="age">How old the issuer's own knowledge is, in milliseconds.</param>
    /// <param name="late">How long it has been on its way.</param>
    public void Heartbeat(long age = 0, TimeSpan late = default) =>
        Send(FeedMessage.Heartbeat, issuer.Message() with { Age = age, Sessions = null, Keys = null, Sent = issuer.Now - (long)late.TotalMilliseconds });

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
