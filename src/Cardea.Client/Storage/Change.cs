namespace Cardea.Client.Storage;

/// <summary>What came of a change to a store.</summary>
internal enum Change
{
    /// <summary>The change is stored.</summary>
    Stored,

    /// <summary>The store had something else, and the change no longer applies.</summary>
    Dropped,

    /// <summary>The store has thrown. This is logged.</summary>
    Failed,
}
