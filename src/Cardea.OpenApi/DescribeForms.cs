using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Describes the forms that operations of OAuth read by themselves.</summary>
internal sealed class DescribeForms : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<FormParameters>().FirstOrDefault() is { } form)
        {
            var schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = form.Required.ToHashSet(StringComparer.Ordinal),
                Properties = form.All.ToDictionary(
                    static name => name, static IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String }, StringComparer.Ordinal),
            };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [FormParameters.ContentType] = new() { Schema = schema } },
            };
        }

        return Task.CompletedTask;
    }
}
