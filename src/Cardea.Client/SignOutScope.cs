namespace Cardea.Client;

/// <summary>Which sessions of the user a sign-out ends.</summary>
public enum SignOutScope
{
    /// <summary>The session of this client.</summary>
    ThisDevice,

    /// <summary>All sessions but that of this client.</summary>
    OtherDevices,

    /// <summary>All sessions.</summary>
    AllDevices,
}
