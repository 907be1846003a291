using Cardea.OpenApi;

namespace Microsoft.AspNetCore.OpenApi;

/// <summary>Describes Cardea in the OpenAPI document of an app.</summary>
public static class CardeaOpenApiExtensions
{
    /// <summary>
    /// Adds the security schemes, and names the operations that need them: Cardea's and the app's own. It also describes what ASP.NET Core can't
    /// see: forms, the query for cookies, and refusals of several types. Cardea's operations get an <c>operationId</c>.
    /// </summary>
    /// <param name="options">The options of <c>AddOpenApi</c>.</param>
    /// <returns>The same options.</returns>
    public static OpenApiOptions AddCardea(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddDocumentTransformer<SecuritySchemes>();
        options.AddDocumentTransformer<WithoutHead>();
        options.AddOperationTransformer<DescribeAuthorization>();
        options.AddOperationTransformer<DescribeForms>();
        options.AddOperationTransformer<DescribeCookies>();
        options.AddOperationTransformer<DescribeRefusals>();
        options.AddOperationTransformer<DescribeNames>();
        return options;
    }
}
