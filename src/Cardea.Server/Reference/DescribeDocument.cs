using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.Server.Reference;

/// <summary>Describes the API as a whole.</summary>
internal sealed class DescribeDocument : IOpenApiDocumentTransformer
{
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

        // RFC 9110 says that every GET answers HEAD as well. The document does not repeat it.
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        return Task.CompletedTask;
    }
}
