namespace Cardea.AspNetCore.Problems;

/// <summary>Says in the OpenAPI document which parameters an endpoint reads from a form.</summary>
/// <param name="required">The parameters that must be there.</param>
/// <param name="optional">The parameters that may be there.</param>
internal sealed class FormParameters(string[] required, params string[] optional)
{
    public const string ContentType = "application/x-www-form-urlencoded";

    public IReadOnlyList<string> Required => required;

    public IReadOnlyList<string> All => [.. required, .. optional];
}
