using Cardea.AspNetCore.Problems;
using Scalar.AspNetCore;

namespace Cardea.Server.Reference;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiReference
{
    public static void AddReference(this IServiceCollection services) =>
        services.AddOpenApi(static options =>
        {
            options.AddDocumentTransformer<DescribeDocument>();
            options.AddOperationTransformer<DescribeAuthorization>();
            options.AddOperationTransformer<DescribeForms>();
            options.AddOperationTransformer<DescribeCookies>();
            options.AddOperationTransformer<DescribeRefusals>();
        });

    public static void MapReference(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi().AnswersHead();
        endpoints.MapScalarApiReference("/docs", static options => options.WithTitle("Cardea")).AnswersHead();
    }
}
