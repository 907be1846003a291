using Microsoft.AspNetCore.Http.Metadata;

namespace Cardea.AspNetCore.Problems;

/// <summary>Marks the endpoints of the HTTP contract. Routing limits the bodies of their requests to 16 KiB.</summary>
internal sealed class ContractMetadata : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 16 * 1024;
}
