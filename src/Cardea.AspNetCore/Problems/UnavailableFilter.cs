using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Problems;

/// <summary>Answers 503 with <c>Retry-After</c> when the store can't say, or too many sign-ins wait for their hash.</summary>
internal sealed partial class UnavailableFilter(ILogger<UnavailableFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException exception)
        {
            LogUnavailable(logger, exception, context.HttpContext.Request.Path);
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return Problem.Unavailable();
        }
        catch (Accounts.OverloadedException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return Problem.Overloaded();
        }
    }

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Path} was answered 503: the store can't be asked")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, string path);
}
