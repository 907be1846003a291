using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// Writes problem details where routing, authorization or binding set a status without a body, and forbids browsers to guess
/// the type of Cardea's answers.
/// </summary>
internal sealed class ContractMiddleware(RequestDelegate next, EndpointDataSource endpoints)
{
    private readonly ContractAddresses _addresses = new(endpoints);

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (IsOwn(context))
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }

            return Task.CompletedTask;
        });
        await next(context);
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 }
            && IsOfContract(context))
        {
            await ContractProblem.AnswerBareStatusAsync(context);
        }
    }

    private bool IsOwn(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OwnAnswers>() is not null || IsOfContract(context);

    // For 405 and 415, routing chooses endpoints of its own without a route. For 404 there is no endpoint.
    private bool IsOfContract(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<ContractMetadata>() is not null
        : _addresses.Contains(context.Request.Path);

    /// <summary>Puts the middleware around the whole pipeline. The app does not need to add it.</summary>
    internal sealed class StartupFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<ContractMiddleware>();
            next(app);
        };
    }
}
