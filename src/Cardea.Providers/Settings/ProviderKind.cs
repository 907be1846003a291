namespace Cardea.Providers.Settings;

/// <summary>The providers that differ from others.</summary>
internal enum ProviderKind
{
    /// <summary>A provider that follows OpenID Connect, and is known by its issuer.</summary>
    OpenIdConnect,

    /// <summary>Google.</summary>
    Google,

    /// <summary>Microsoft Entra ID.</summary>
    Microsoft,

    /// <summary>Sign in with Apple.</summary>
    Apple,

    /// <summary>GitHub, which has no OpenID Connect for users.</summary>
    GitHub,
}
