using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Leaves out Cardea's HEAD operations: every GET answers HEAD as well (RFC 9110, section 9.3.2), and the document need not repeat it.</summary>
internal sealed class WithoutHead : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var operations in document.Paths.Values.Select(static path => path.Operations).OfType<IDictionary<HttpMethod, OpenApiOperation>>())
        {
            if (operations.TryGetValue(HttpMethod.Head, out var head) && DescribeNames.IsOurs(head))
            {
                operations.Remove(HttpMethod.Head);
            }
        }

        return Task.CompletedTask;
    }
}
