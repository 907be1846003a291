using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Validation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Marks the operations that take an access token, the app's own too, and those for resource APIs.</summary>
internal sealed class DescribeAuthorization : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var all = context.Description.ActionDescriptor.EndpointMetadata;

        // Some operations of Cardea take an access token or the token of a sign-in that is not finished.
        if (all.Any(static item => item is IAllowAnonymous) && !all.Any(static item => item is ContractMetadata))
        {
            return Task.CompletedTask;
        }

        foreach (var metadata in all)
        {
            if (metadata is AuthorizationPolicy or IAuthorizeData { AuthenticationSchemes: null or CardeaBearerDefaults.AuthenticationScheme })
            {
                operation.Security = Take(SecuritySchemes.AccessToken);
            }
            else if (metadata is ResourceApiOnly)
            {
                operation.Security = Take(SecuritySchemes.ResourceApi);
            }
        }

        return Task.CompletedTask;

        List<OpenApiSecurityRequirement> Take(string scheme) => [new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }];
    }
}
