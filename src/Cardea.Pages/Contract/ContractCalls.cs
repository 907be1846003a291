using System.Collections.Frozen;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Contract;

/// <summary>
/// Calls operations of the HTTP contract in this process, in the request of a page. The operation is the one that clients call, with all
/// that stands around it: authorization, the check of other sites, limits and cookies. So a page can't have a rule of its own.
/// </summary>
/// <param name="routes">Where the pages are mapped. The operations may be mapped elsewhere in the app.</param>
internal sealed class ContractCalls(IEndpointRouteBuilder routes)
{
    // All endpoints are mapped before the first request arrives.
    private readonly Lazy<FrozenDictionary<string, RouteEndpoint>> _endpoints = new(() => Find(routes.ServiceProvider.GetRequiredService<EndpointDataSource>()));

    private readonly Lazy<RequestDelegate> _serve = new(() =>
    {
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseAuthorization();
        pipeline.Run(static http => http.GetEndpoint()!.RequestDelegate!(http));
        return pipeline.Build();
    });

    /// <summary>True if this app has an operation.</summary>
    public bool Has(Operation operation) => _endpoints.Value.ContainsKey(KeyOf(operation.Method, operation.Pattern));

    /// <summary>Calls an operation. One that this app does not have is answered 404.</summary>
    /// <param name="http">The request of the page.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="values">The values of the variables in its path, in their order.</param>
    /// <param name="body">The JSON; null for none.</param>
    /// <param name="query">The query, with its question mark.</param>
    public async Task<ContractAnswer> SendAsync(HttpContext http, Operation operation, IReadOnlyList<string>? values = null, byte[]? body = null, string query = "")
    {
        if (!_endpoints.Value.TryGetValue(KeyOf(operation.Method, operation.Pattern), out var endpoint))
        {
            return ContractAnswer.NotThere;
        }

        using var answer = new MemoryStream();
        using (var request = new ContractRequest(http, endpoint, answer))
        {
            request.Set(operation, values ?? [], body, query);
            await _serve.Value(http);
            return await request.FinishAsync();
        }
    }

    private static string KeyOf(string method, string pattern) => $"{method} {pattern.TrimEnd('/')}";

    // An app may have the contract below a prefix, which is not a part of the key.
    private static FrozenDictionary<string, RouteEndpoint> Find(EndpointDataSource source)
    {
        var found = new Dictionary<string, RouteEndpoint>(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in source.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<ContractMetadata>() is null || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods)
            {
                continue;
            }

            var path = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
            var start = path.LastIndexOf("/auth/", StringComparison.OrdinalIgnoreCase) is >= 0 and var auth ? auth : path.LastIndexOf("/admin/", StringComparison.OrdinalIgnoreCase);
            foreach (var method in start < 0 ? [] : methods.HttpMethods)
            {
                found.TryAdd(KeyOf(method, path[start..]), endpoint);
            }
        }

        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
