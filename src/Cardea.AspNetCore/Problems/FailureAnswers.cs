using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// Forbids caches to store answers, and turns exceptions of endpoints into answers. This happens around the endpoint, before an app's exception pages see the exception.
/// An endpoint filter would miss the exceptions of binding.
/// </summary>
internal static partial class FailureAnswers
{
    public static RouteGroupBuilder AnswerFailures(this RouteGroupBuilder endpoints)
    {
        ((IEndpointConventionBuilder)endpoints).Add(static endpoint =>
        {
            var serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => GuardAsync(serve, context);
        });
        return endpoints.RefusesWhatItTakes().Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task GuardAsync(RequestDelegate serve, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var takesJson = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            await (takesJson && !RequestCharset.TrySettle(context.Request)
                ? ContractProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context)
                : serve(context));
        }
        catch (Exception exception) when (!context.Response.HasStarted && Answer(exception) is { } problem)
        {
            if (problem == Problem.Unavailable)
            {
                var logger = context.RequestServices.GetRequiredService<ILogger<ContractMiddleware>>();
                LogUnavailable(logger, PatternOf(context), exception.Message);
                LogCause(logger, exception);
            }

            if (exception is TakeOverFailedException)
            {
                LogTakeOverFailed(context.RequestServices.GetRequiredService<ILogger<ContractMiddleware>>(), exception);
            }

            await problem.ExecuteAsync(context);
        }
    }

    // Not the path: its sender writes it.
    private static string PatternOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "-";

    private static Problem? Answer(Exception exception) => exception switch
    {
        BadHttpRequestException malformed => ContractProblem.OfStatus(malformed.StatusCode),
        StoreUnavailableException => Problem.Unavailable,
        TakeOverFailedException => ContractProblem.TakeOverFailed,
        OverloadedException => ContractProblem.Overloaded,
        _ => null,
    };

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Path} was answered 503: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Debug, Message = "Why the store can't be asked")]
    private static partial void LogCause(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "An account was not taken over, because a hook of the app threw")]
    private static partial void LogTakeOverFailed(ILogger logger, Exception exception);
}
