using Cardea.AspNetCore.ResourceApis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.Server.Reference;

/// <summary>Marks the operations that take an access token, and those for resource APIs.</summary>
internal sealed class DescribeAuthorization : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var metadata in context.Description.ActionDescriptor.EndpointMetadata)
        {
            if (metadata is AuthorizationPolicy or IAuthorizeData)
            {
                operation.Security = Take(DescribeDocument.AccessToken);
            }
            else if (metadata is ResourceApiOnly)
            {
                operation.Security = Take(DescribeDocument.ResourceApi);
            }
        }

        return Task.CompletedTask;

        List<OpenApiSecurityRequirement> Take(string scheme) => [new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
    }
}
