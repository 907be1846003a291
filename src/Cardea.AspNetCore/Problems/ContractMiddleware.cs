using Cardea.AspNetCore.CrossOrigin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// Writes problem details where routing, authorization or binding set a status without a body, and forbids browsers to guess
/// the type of Cardea's answers. It also says which origins may read them.
/// </summary>
internal sealed class ContractMiddleware(RequestDelegate next, EndpointDataSource endpoints, AllowedOrigins origins, CardeaOptions options)
{
    private readonly ContractAddresses _addresses = new(endpoints);
    private readonly PathString _base = new Uri(options.Issuer).AbsolutePath;

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (IsOwn(context))
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
                origins.Apply(context);
            }

            return Task.CompletedTask;
        });
        if (AllowedOrigins.IsPreflight(context.Request) && IsOfContract(context.Request.Path))
        {
            origins.Name(context.Request);
            if (origins.AreAny)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                origins.Apply(context);
                return;
            }
        }

        await next(context);
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 }
            && IsOfContract(context))
        {
            await ContractProblem.AnswerBareStatusAsync(context);
        }
    }

    // This middleware is in front of UsePathBase. The base is then the path of the issuer.
    private bool IsOfContract(PathString path) =>
        _addresses.Contains(path) || (path.StartsWithSegments(_base, StringComparison.OrdinalIgnoreCase, out var rest) && _addresses.Contains(rest));

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
