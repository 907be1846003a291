using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Describes a status that an operation answers with bodies of several types. ASP.NET Core describes one type for each status.</summary>
internal sealed class DescribeRefusals : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var statuses = context.Description.ActionDescriptor.EndpointMetadata
            .OfType<IProducesResponseTypeMetadata>()
            .Where(static response => response.Type is not null && response.Type != typeof(void))
            .GroupBy(static response => response.StatusCode);
        foreach (var status in statuses)
        {
            Type[] types = [.. status.Select(static response => response.Type!).Distinct().OrderBy(static type => type.Name, StringComparer.Ordinal)];
            if (types.Length == 1 || operation.Responses?[$"{status.Key}"].Content?.Values is not { } bodies)
            {
                continue;
            }

            var schemas = new List<IOpenApiSchema>();
            foreach (var type in types)
            {
                context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
                schemas.Add(new OpenApiSchemaReference(type.Name, context.Document));
            }

            foreach (var body in bodies)
            {
                body.Schema = new OpenApiSchema { AnyOf = schemas };
            }
        }
    }
}
