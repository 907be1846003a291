using Cardea.AspNetCore.Callers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Describes the query of the operations that can set cookies.</summary>
internal sealed class DescribeCookies : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<SignsIn>().Any())
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. AskedCookies.Parameters.Select(static parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                Description = parameter.Meaning,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
            })];
        }

        return Task.CompletedTask;
    }
}
