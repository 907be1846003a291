using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Problems;

/// <summary>
/// Maps groups of endpoints that keep the HTTP contract: no answer is stored, a body has at most 16 KiB, and failures are
/// problem details. The contract holds under every prefix that an app chooses.
/// </summary>
internal static class ContractGroups
{
    public static RouteGroupBuilder MapContract(this IEndpointRouteBuilder endpoints, string path)
    {
        var group = endpoints.MapGroup(path).WithMetadata(new ContractMetadata()).AnswerFailures();

        // No request is matched with this endpoint. It tells ContractAddresses which addresses belong to the group.
        endpoints.Map($"{path}/{{**rest}}", static _ => Task.CompletedTask).WithMetadata(new ContractMetadata(), new SuppressMatchingMetadata());
        return group;
    }
}
