using Cardea.AspNetCore.Problems;

namespace Cardea.AspNetCore.ResourceApis;

/// <summary>Marks endpoints that only resource APIs may call, for the OpenAPI document.</summary>
internal sealed class ResourceApiOnly : IAsksForCredentials;
