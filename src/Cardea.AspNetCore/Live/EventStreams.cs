using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Live;

/// <summary>Answers that stay open and send events.</summary>
internal static class EventStreams
{
    /// <summary>Keeps the answer open for a stream, which is disposed with the request.</summary>
    public static void KeepOpen(this HttpContext context, IDisposable stream)
    {
        context.Response.RegisterForDispose(stream);

        // nginx keeps events back otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }
}
