using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Problems;

/// <summary>Adds the problems of an endpoint to the OpenAPI document.</summary>
internal static class ProblemMetadata
{
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. statuses.Select(static status => new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]))]);
}
