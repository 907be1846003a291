using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cardea.Validation.Tests.Running;

/// <summary>Endpoints whose requests go on until somebody ends them.</summary>
internal static class LongRequests
{
    public static void MapLongRequests(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/socket", EchoAsync).RequireAuthorization().CloseWithSession();
        app.MapGet("/stream", StreamAsync).RequireAuthorization().CloseWithSession();
        app.MapGet("/polite", GoodbyeAsync).RequireAuthorization();
        app.MapGet("/anybody", static () => "anybody").CloseWithSession();
        app.MapGet("/impossible", static (HttpContext context) => context.GetSessionEnded());
        app.MapHub<Silence>("/hub").RequireAuthorization().CloseWithSession();
        app.MapHub<Names>("/names").RequireAuthorization().CloseWithSession();
        app.MapGet("/query", static (HttpRequest request) => $"{request.QueryString}");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
    }

    private static async Task StreamAsync(HttpContext context)
    {
        await context.Response.WriteAsync("begin", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }

    private static async Task GoodbyeAsync(HttpContext context)
    {
        await context.Response.WriteAsync("begin", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var ended = new TaskCompletionSource();
        await using var registration = context.GetSessionEnded().Register(ended.SetResult);
        await ended.Task;
        await context.Response.WriteAsync(" end", context.RequestAborted);
    }

    private sealed class Silence : Hub;

    /// <summary>Says who is connected.</summary>
    private sealed class Names : Hub
    {
        public string Name() => Context.UserIdentifier ?? "nobody";
    }
}
