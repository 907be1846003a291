using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Cardea.AspNetCore.Problems;

/// <summary>The addresses below the groups of the HTTP contract, also those without an endpoint.</summary>
internal sealed class ContractAddresses(EndpointDataSource endpoints)
{
    private readonly Lazy<TemplateMatcher[]> _groups = new(() => [.. Groups(endpoints.Endpoints)]);

    public bool Contains(PathString path) => Array.Exists(_groups.Value, group => group.TryMatch(path, []));

    private static IEnumerable<TemplateMatcher> Groups(IEnumerable<Endpoint> endpoints) =>
        from endpoint in endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ContractMetadata>() is not null
            && endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not null
        select new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []);
}
