using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.Server.Reference;

/// <summary>Describes the API, and how a caller authenticates.</summary>
internal sealed class DescribeDocument : IOpenApiDocumentTransformer
{
    public const string AccessToken = "accessToken";
    public const string ResourceApi = "resourceApi";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Cardea",
            Version = "v1",
            Description = "Registers and signs in users; short-lived access tokens, rotating refresh tokens, and sessions that end when they are told to.",
        };

        // The document does not depend on the address of the request, so it names no server.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [AccessToken] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            [ResourceApi] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic" },
        };

        // RFC 9110 says that every GET answers HEAD as well. The document does not repeat it.
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        return Task.CompletedTask;
    }
}
