using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>A range API of breached passwords, which answers as the test says.</summary>
internal sealed class RangeServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RangeServer()
    {
        Address = $"http://127.0.0.1:{LoopbackPort.FindFree()}/range/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>The answer to the five digits of a request.</summary>
    public Func<string, string> Answer { get; set; } = static _ => "";

    public int Status { get; set; } = 200;

    /// <summary>Where it sends clients to, with status 302.</summary>
    public string? Location { get; set; }

    /// <summary>True if it never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What it was asked: path and the header for padding.</summary>
    public ConcurrentQueue<(string Path, string? Padding)> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Close();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        Requests.Enqueue((path, context.Request.Headers["Add-Padding"]));
        if (IsSilent)
        {
            return;
        }

        context.Response.StatusCode = Status;
        if (Location is not null)
        {
            context.Response.Redirect(Location);
        }

        await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(Answer(path["/range/".Length..])), _stop.Token);
        context.Response.Close();
    }
}
