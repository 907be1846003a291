namespace Cardea.Providers.Protocol;

/// <summary>The codes with which an app learns that nobody signed in at the provider.</summary>
internal static class ExternalFailure
{
    /// <summary>The user cancelled, or the provider refused.</summary>
    public const string Cancelled = "access_denied";

    /// <summary>The provider does not answer.</summary>
    public const string Unavailable = "provider_unavailable";

    /// <summary>The provider's answer is not valid.</summary>
    public const string Invalid = "external_sign_in_failed";
}
