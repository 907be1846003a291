using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Describes how callers authenticate, beside what the app has described already.</summary>
internal sealed class SecuritySchemes : IOpenApiDocumentTransformer
{
    public const string AccessToken = "accessToken";
    public const string ResourceApi = "resourceApi";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new();
        var schemes = document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        schemes[AccessToken] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
        schemes[ResourceApi] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic" };
        return Task.CompletedTask;
    }
}
