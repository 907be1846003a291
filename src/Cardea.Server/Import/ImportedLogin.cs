namespace Cardea.Server.Import;

/// <summary>An account of an imported user at a provider.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print the subject, which is personal.</remarks>
internal sealed class ImportedLogin
{
    /// <summary>The name that the other service has for the provider, such as <c>Google</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>The id of the user at the provider.</summary>
    public string? Subject { get; init; }
}
