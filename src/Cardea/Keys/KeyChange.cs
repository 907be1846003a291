namespace Cardea.Keys;

/// <summary>The result of a change of keys.</summary>
internal enum KeyChange
{
    /// <summary>There is no such key, or it is so already.</summary>
    None,

    /// <summary>The change is stored, with its event.</summary>
    Made,

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    ActorRefused,
}
