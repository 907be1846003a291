using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// What holds for every answer of <c>/auth</c>, <c>/admin</c>, <c>/oauth</c> and what resource APIs call, whoever gives it: not stored by anybody, a body of 16 KiB
/// at most, and problem details where routing or binding set no more than a status.
/// </summary>
internal sealed class ContractMiddleware(RequestDelegate next)
{
    public const long MaximumBody = 16 * 1024;

    private static readonly PathString[] Paths = ["/auth", "/admin", "/oauth", "/revocations", "/receipts"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!Array.Exists(Paths, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumBody;
        }

        await next(context);

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 })
        {
            await ContractProblem.AnswerBareStatusAsync(context);
        }
    }

    /// <summary>Puts the middleware around the whole pipeline, so that an app has nothing to remember.</summary>
    internal sealed class StartupFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<ContractMiddleware>();
            next(app);
        };
    }
}
