using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.Server.Reference;

/// <summary>Marks the operations that take an access token.</summary>
internal sealed class DescribeAuthorization : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.Any(static item => item is AuthorizationPolicy or IAuthorizeData))
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DescribeDocument.Scheme, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }
}
