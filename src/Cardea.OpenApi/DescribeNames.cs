using System.Globalization;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cardea.OpenApi;

/// <summary>Names Cardea's operations, as generators of clients need it: <c>POST /auth/login</c> is <c>postAuthLogin</c>, below any prefix.</summary>
internal sealed class DescribeNames : IOpenApiOperationTransformer
{
    private static readonly string[] Roots = ["auth", "admin", "oauth", "revocations", "receipts", ".well-known", "account"];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (operation.OperationId is null && metadata.Any(static item => item is ContractMetadata or OwnAnswers))
        {
            operation.OperationId = NameOf(context.Description.HttpMethod ?? "", context.Description.RelativePath ?? "");
        }

        return Task.CompletedTask;
    }

    /// <summary>True for the HEAD operation of an endpoint of Cardea.</summary>
    public static bool IsOurs(OpenApiOperation head) => head.OperationId?.StartsWith("head", StringComparison.Ordinal) is true;

    private static string NameOf(string method, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var root = Array.FindLastIndex(parts, static part => Roots.Contains(part, StringComparer.OrdinalIgnoreCase));
        var words = parts[Math.Max(root, 0)..].SelectMany(static part => part.StartsWith('{')
            ? [$"by{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(part.Trim('{', '}'))}"]
            : part.Split(['-', '.', '_'], StringSplitOptions.RemoveEmptyEntries));
        return string.Concat([CultureInfo.InvariantCulture.TextInfo.ToLower(method), .. words.Select(static word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")]);
    }
}
