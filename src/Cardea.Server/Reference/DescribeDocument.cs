using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.Server.Reference;

/// <summary>Says what the API is, and how a caller shows who they are.</summary>
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

        // The address it was asked at says nothing: the document is the same for all.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [AccessToken] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            [ResourceApi] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic" },
        };

        // Every GET answers HEAD as well: that is said by RFC 9110, and not once more for each.
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        return Task.CompletedTask;
    }
}
