using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Rotation;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Cardea.AspNetCore.Cookies;

/// <summary>
/// Refreshes the cookies of a request when its answer starts. Until then, nobody knows whether the answer can bring cookies to the browser.
/// If it can't, nothing moves, and the next request refreshes.
/// </summary>
internal sealed partial class RefreshInPlace(SessionCookies cookies, TimeProvider clock, ILogger<RefreshInPlace> logger)
{
    // A later answer may overtake the answer to a newer request.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);

    /// <summary>Refreshes when the answer starts.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refresh">The refresh cookie.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="arrived">The timestamp of the request's arrival.</param>
    public void Prepare(HttpContext context, RefreshToken refresh, Caller caller, long arrived) =>
        context.Response.OnStarting(() => IsFit(context) && clock.GetElapsedTime(arrived) <= LongestRequest
            ? RefreshAsync(context, refresh, caller)
            : Task.CompletedTask);

    /// <summary>True if the answer brings cookies to the browser that sent the request, and to nobody else.</summary>
    public static bool IsFit(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        return context.Features.Get<WrittenCookies>() is null
            && !context.RequestAborted.IsCancellationRequested
            && response.StatusCode is not (StatusCodes.Status101SwitchingProtocols or StatusCodes.Status304NotModified or StatusCodes.Status401Unauthorized)
            && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true }
            && response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is not true
            && !IsPrefetch(request)
            && !IsCacheable(response);
    }

    /// <summary>True if the browser only prepares for a click that may never come.</summary>
    public static bool IsPrefetch(HttpRequest request) =>
        request.Headers["Sec-Purpose"].Any(static purpose => purpose?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) is true);

    private static bool IsCacheable(HttpResponse response) =>
        CacheControlHeaderValue.TryParse(response.Headers.CacheControl.ToString(), out var control)
        && (control.Public || control.SharedMaxAge is not null || control.MaxAge > TimeSpan.Zero);

    private async Task RefreshAsync(HttpContext context, RefreshToken refresh, Caller caller)
    {
        try
        {
            var outcome = await context.RequestServices.GetRequiredService<Refreshes>().RefreshAsync(refresh, TokenAudience.Apis, caller, context.RequestAborted);
            if (outcome is RefreshOutcome.Refreshed(var tokens))
            {
                cookies.Write(context, tokens);
                context.Response.Headers.CacheControl = "no-store";
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // The answer is complete without new cookies. The next request refreshes.
            LogPostponed(logger, exception);
        }
    }

    [LoggerMessage(EventId = 208, Level = LogLevel.Debug, Message = "Cookies were not refreshed: the store can't be asked, or the client has gone")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
